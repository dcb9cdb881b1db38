using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Module;

/// <summary>A status an order has entered.</summary>
/// <param name="Before">The status before; null for a new order.</param>
public sealed record EnteredState(long Id, int Order, string Reference, int? Before, int State);

/// <summary>What became of the last call.</summary>
/// <param name="Answer">Status of the answer; 0 when none came.</param>
public sealed record ModuleCall(EnteredState Entered, int Answer, TimeSpan Took);

/// <summary>
/// The shop's module that calls OrderSync when an order enters a state, as the real one does: signed with the standard-webhooks profile, on the
/// shop's own clock, in order, and again when a call fails. It signs by itself, so that a mistake on the other side is not made here, too.
/// </summary>
public sealed class ShopModule(SandboxClock clock, ILogger<ShopModule>? logger = null) : IDisposable
{
    private const string Prefix = "whsec_";
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    /// <summary>These say that the event will never be taken.</summary>
    private static readonly HttpStatusCode[] Final =
    [
        HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.Gone, HttpStatusCode.RequestEntityTooLarge,
        HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnprocessableEntity,
    ];

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = TimeOut };
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private ShopDatabase? database;
    private byte[] key = [];
    private long last;
    private Task sending = Task.CompletedTask;
    private bool running;
    private bool news;

    public bool Enabled { get; private set; }

    public Uri? Address { get; private set; }

    /// <summary>The last call that was answered or given up.</summary>
    public ModuleCall? LastCall { get; private set; }

    /// <summary>Events that were taken.</summary>
    public int Sent { get; private set; }

    /// <summary>Begins to follow the shop, with the settings it was left with; what it has not told yet is told now.</summary>
    public void Watch(ShopDatabase shop)
    {
        database = shop;
        if (ModuleMemory.Read(shop) is { } kept)
        {
            lock (gate)
            {
                (Enabled, Address, key, last) = (kept.Enabled, kept.Address, kept.Key, kept.Last);
            }
        }

        shop.Written += Written;
        Written();
    }

    /// <summary>Sets address and secret and switches it on or off; what happened before is not told.</summary>
    /// <param name="secret">Null keeps the one there is.</param>
    /// <returns>What is wrong, or null. The sandbox calls programs of this machine only.</returns>
    public string? Set(bool enabled, string? address, string? secret)
    {
        var uri = address is null ? Address : Uri.TryCreate(address, UriKind.Absolute, out var given) && given.Scheme == Uri.UriSchemeHttp && given.IsLoopback ? given : null;
        var bytes = secret is { Length: > 0 } ? KeyOf(secret) : key;
        if (enabled && (uri is null || bytes is not { Length: > 0 }))
        {
            return uri is null ? "Give an http address on this machine." : "Give the secret as it was shown: whsec_ and what follows.";
        }

        lock (gate)
        {
            (Enabled, Address, key, last) = (enabled, uri, bytes ?? [], database is null ? 0 : NewestId());
        }

        Remember();
        return null;
    }

    public void Dispose()
    {
        stopping.Cancel();
        // It reads the shop's file, which may be deleted next.
        sending.Wait(TimeOut);
        http.Dispose();
        stopping.Dispose();
    }

    private static byte[]? KeyOf(string secret)
    {
        var bytes = new byte[secret.Length];
        return secret.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(secret[Prefix.Length..], bytes, out var length) ? bytes[..length] : null;
    }

    private void Written()
    {
        lock (gate)
        {
            if (!Enabled)
            {
                return;
            }

            news = true;
            if (!running)
            {
                running = true;
                sending = Task.Run(SendAllAsync);
            }
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (HasNews())
            {
                foreach (var entered in Entered())
                {
                    await SendAsync(entered, stopping.Token);
                    last = entered.Id;
                    Remember();
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // the program stops
        }
        catch (Exception error)
        {
            logger?.LogError(error, "The sandbox's module stumbled");
            running = false;
        }
    }

    private void Remember()
    {
        if (database is not null)
        {
            ModuleMemory.Write(database, new ModuleMemory(Enabled, Address, key, last));
        }
    }

    private bool HasNews()
    {
        lock (gate)
        {
            running = news && Enabled;
            news = false;
            return running;
        }
    }

    private long NewestId()
    {
        using var connection = database!.OpenForReading();
        return (long)ShopDatabase.Scalar(connection, "SELECT COALESCE(MAX(id), 0) FROM order_histories")!;
    }

    private List<EnteredState> Entered()
    {
        last = Math.Min(last, NewestId()); // the shop may have been filled anew
        using var connection = database!.OpenForReading();
        using var command = ShopDatabase.Command(
            connection,
            """
            SELECT h.id, h.id_order, o.reference, h.id_order_state,
                (SELECT b.id_order_state FROM order_histories b WHERE b.id_order = h.id_order AND b.id < h.id ORDER BY b.id DESC LIMIT 1)
            FROM order_histories h JOIN orders o ON o.id = h.id_order WHERE h.id > $last ORDER BY h.id
            """,
            ("$last", last));
        using var reader = command.ExecuteReader();
        var entered = new List<EnteredState>();
        while (reader.Read())
        {
            entered.Add(new(reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2), reader.IsDBNull(4) ? null : reader.GetInt32(4), reader.GetInt32(3)));
        }

        return entered;
    }

    private async Task SendAsync(EnteredState entered, CancellationToken ct)
    {
        var id = Guid.NewGuid().ToString();
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            shopOrderId = Text(entered.Order),
            reference = entered.Reference,
            oldStatus = entered.Before is { } before ? Text(before) : null,
            newStatus = Text(entered.State),
            occurredAt = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            eventId = id,
        });
        while (Enabled)
        {
            var started = clock.GetTimestamp();
            var answer = await CallAsync(id, body, ct);
            LastCall = new ModuleCall(entered, (int)(answer ?? 0), clock.GetElapsedTime(started));
            if (answer is { } status && ((int)status is >= 200 and < 300 || Final.Contains(status)))
            {
                Sent += (int)status < 300 ? 1 : 0;
                return;
            }

            await Task.Delay(Again, clock, ct);
        }
    }

    private async Task<HttpStatusCode?> CallAsync(string id, byte[] body, CancellationToken ct)
    {
        var time = Text(clock.GetUtcNow().ToUnixTimeSeconds());
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", time);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{time}."), .. body];
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return answer.StatusCode;
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
