using System.Globalization;

namespace OrderSync.Web.Sandbox.FrontPad;

/// <summary>
/// Calls the shop when an order changes its status, as FrontPad does: once, without a signature, and only for the statuses the order was sent with. Saving the
/// address tries it with an empty call. The sandbox calls programs of this machine only.
/// </summary>
public sealed class FrontPadReporter(FrontPadBoard board, FrontPadFaults faults, SandboxClock clock) : IDisposable
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>Where orders without an address of their own are reported to.</summary>
    public Uri? Address { get; private set; }

    /// <returns>What the empty call that tries the address was answered with, or what is wrong with it.</returns>
    public async Task<string> SetAddressAsync(string text, CancellationToken ct)
    {
        if (text.Trim().Length == 0)
        {
            Address = null;
            return "";
        }

        if (!IsHere(text, out var address))
        {
            return "Give an http address on this machine.";
        }

        Address = address;
        using var nothing = new StringContent("");
        return await CallAsync(address, nothing, ct);
    }

    /// <returns>False when there is no such order.</returns>
    public async Task<bool> SetStatusAsync(long id, int status, CancellationToken ct)
    {
        if (board.SetStatus(id, status) is not { } order)
        {
            return false;
        }

        board.SetReported(id, await ReportAsync(order, ct));
        return true;
    }

    public void Dispose() => http.Dispose();

    private async Task<string> ReportAsync(BoardOrder order, CancellationToken ct)
    {
        var code = order.Status.ToString(CultureInfo.InvariantCulture);
        if (!order.Fields.Any(field => field.Key.StartsWith("hook_status[", StringComparison.Ordinal) && field.Value == code))
        {
            return "not asked for";
        }

        var address = IsHere(order.Field("hook_url"), out var own) ? own : order.Field("hook_url").Length > 0 ? null : Address;
        if (address is null)
        {
            return "no address on this machine";
        }

        if (faults.Meets(FrontPadFault.LosesReports))
        {
            return "lost";
        }

        var times = faults.Meets(FrontPadFault.ReportsTwice) ? 2 : 1;
        var answer = "";
        for (var i = 0; i < times; i++)
        {
            using var content = JsonContent.Create(new
            {
                action = "change_status",
                order_id = order.Id,
                status = order.Status,
                datetime = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            });
            answer = await CallAsync(address, content, ct);
        }

        return answer;
    }

    private async Task<string> CallAsync(Uri address, HttpContent content, CancellationToken ct)
    {
        try
        {
            using var answer = await http.PostAsync(address, content, ct);
            return $"answered {(int)answer.StatusCode}";
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return "no answer";
        }
    }

    private static bool IsHere(string text, out Uri address) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out address!) && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback;
}
