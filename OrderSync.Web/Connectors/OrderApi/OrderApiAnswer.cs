using System.Net.Http.Headers;
using System.Text;
using OrderSync.Web.Connectors.Shared.Signing;

namespace OrderSync.Web.Connectors.OrderApi;

/// <summary>What came back.</summary>
/// <param name="Body">Its beginning, see <see cref="IsWhole"/>.</param>
/// <param name="Skew">How far the other clock is ahead of ours, as its header Date says; null when it does not say.</param>
internal sealed record OrderApiAnswer(int Status, byte[] Body, bool IsWhole, TimeSpan? RetryAfter, TimeSpan? Skew, Uri? Location, string Signature, string Headers)
{
    private const int MostBytes = 256 * 1024;
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    public bool IsSuccess => Status is >= 200 and < 300;

    public string Text => Encoding.UTF8.GetString(Body);

    public static async Task<OrderApiAnswer> ReadAsync(HttpResponseMessage response, Uri address, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[MostBytes];
        var length = await stream.ReadAtLeastAsync(buffer, MostBytes, throwOnEndOfStream: false, ct);
        var isWhole = length < MostBytes || await stream.ReadAsync(new byte[1], ct) == 0;
        return new OrderApiAnswer(
            (int)response.StatusCode, buffer[..length], isWhole, Pause(response.Headers.RetryAfter, now), response.Headers.Date - now,
            response.Headers.Location is { } location ? new Uri(address, location) : null,
            response.Headers.TryGetValues(OpenAppSignature.ReplyHeader, out var values) ? values.First() : "",
            string.Join('\n', response.Headers.Concat(response.Content.Headers).Select(header => $"{header.Key.ToLowerInvariant()}: {string.Join(", ", header.Value)}")));
    }

    private static TimeSpan? Pause(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? (header?.Date - now);
        return wait is null ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestPause ? LongestPause : wait;
    }
}
