using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Connectors.OrderApi;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Connectors.Shared.Signing;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Conversions;
using OrderSync.Web.Outbox.Events;

namespace OrderSync.Benchmarks;

/// <summary>Empties an outbox with the program's own parts; then sends as many signed messages with a bare client.</summary>
internal static class EventChild
{
    private const int AtOnce = 16;

    public static async Task<int> RunAsync(string[] args)
    {
        var (url, folder, messages) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
        await using var app = ImportChild.Build(folder, new AddressNotes());
        var databases = app.Services.GetRequiredService<IDbContextFactory<OrderSyncDb>>();
        await ManyRows.FillAsync(databases, messages, items: 1);
        var post = app.Services.GetRequiredService<ListenerPost>();
        var listener = await AddListenerAsync(app.Services, databases, url);

        // A server that runs has its code compiled.
        await WriteAsync(databases, listener, 200, "warm");
        await EmptyAsync(post);
        await BareAsync(url, 200);

        await WriteAsync(databases, listener, messages, "all");
        var watch = Stopwatch.StartNew();
        await EmptyAsync(post);
        watch.Stop();
        var peak = Process.GetCurrentProcess().PeakWorkingSet64;
        await using var db = await databases.CreateDbContextAsync();
        var open = await db.OutboxMessages.CountAsync(row => row.State != OutboxState.Sent);
        Console.WriteLine(JsonSerializer.Serialize(new EventFigures(messages, watch.Elapsed.TotalSeconds, await BareAsync(url, messages), peak)));
        return open == 0 ? 0 : 1;
    }

    private static async Task<long> AddListenerAsync(IServiceProvider services, IDbContextFactory<OrderSyncDb> databases, string url)
    {
        var settings = new OrderApiSettings
        {
            Url = url,
            Profile = OrderApiProfile.StandardWebhooks,
            Secret = SandboxAddress.OrderApiSecret,
            OrderIdSource = OrderIdSource.Reference,
        };
        var integration = new Integration
        {
            Connector = OrderApiSetup.Key,
            Name = "Panel",
            Enabled = true,
            Settings = services.GetRequiredService<SettingsCodec>().Seal(settings),
            CreatedAt = DateTime.UnixEpoch,
        };
        await using var db = await databases.CreateDbContextAsync();
        db.Integrations.Add(integration);
        await db.SaveChangesAsync();
        db.ValueMappings.Add(new ValueMapping
        {
            IntegrationId = integration.Id,
            Table = MappingTables.Statuses,
            Source = nameof(OrderStatus.Confirmed),
            Target = MappingSet.KeyToJson("ORDERED"),
        });
        await db.SaveChangesAsync();
        return integration.Id;
    }

    private static async Task WriteAsync(IDbContextFactory<OrderSyncDb> databases, long listener, int count, string name)
    {
        await databases.InTransactionAsync(async (db, ct) =>
        {
            await db.BulkInsertAsync([.. Enumerable.Range(1, count).Select(number => new OutboxMessage
            {
                IntegrationId = listener,
                OrderId = number,
                Kind = OutboxKind.Event,
                Delivery = DeliveryClass.Idempotent,
                Key = $"{name}:{number}",
                Subject = new Phrase("Status {0}", "ORDERED"),
                Payload = StoredJson.Write(new EventNews(OrderStatus.Confirmed)),
                NextAttemptAt = DateTime.UnixEpoch,
                CreatedAt = TimeProvider.System.GetUtcNow().UtcDateTime,
                CreatedBy = "Benchmark",
                Stamp = Guid.NewGuid(),
            })], ct);
            return count;
        }, default);
    }

    private static async Task EmptyAsync(ListenerPost post)
    {
        while (await post.DueAsync(default) is [var listener, ..])
        {
            await post.SendAsync(listener, default);
        }
    }

    /// <summary>What the receiver takes from a client that only signs and sends.</summary>
    private static async Task<double> BareAsync(string url, int count)
    {
        using var http = new HttpClient();
        var address = new Uri(url + OrderApiSettings.DefaultPath);
        var watch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, ct) =>
        {
            var id = Guid.NewGuid().ToString();
            var body = Encoding.UTF8.GetBytes($$"""{"oaOrderId":"REF{{number}}","shopOrderId":"REF{{number}}","status":"ORDERED","notes":""}""");
            var timestamp = StandardWebhooks.TimestampOf(TimeProvider.System.GetUtcNow());
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add(StandardWebhooks.IdHeader, id);
            request.Headers.Add(StandardWebhooks.TimestampHeader, timestamp);
            request.Headers.Add(StandardWebhooks.SignatureHeader, StandardWebhooks.Sign(SandboxAddress.OrderApiSecret, id, timestamp, body));
            using var answer = await http.SendAsync(request, ct);
            answer.EnsureSuccessStatusCode();
        });
        return watch.Elapsed.TotalSeconds;
    }
}
