using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Importing;
using OrderSync.Tests.Support;
using OrderSync.Web.Alerts;
using OrderSync.Web.Alerts.Channels;
using OrderSync.Web.Alerts.Rules;
using OrderSync.Web.Alerts.Sending;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Features.Settings.Alerts;

namespace OrderSync.Tests.Alerts;

/// <summary>One process's part of alerts.</summary>
internal sealed record AlertNode(AlertWatcher Watcher, AlertQueue Queue, AlertTest Test);

/// <summary>Alerts on a real database, with a real mail server and a strict fake of webhooks; the test decides when somebody looks.</summary>
internal sealed class AlertRig : IAsyncDisposable, IHttpClientFactory
{
    public static readonly Actor Max = new(ActorKind.Person, "1", "Max", Role.Merchant);
    private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();

    private AlertRig(TestDatabase database, MailServer mail, bool allowPrivate)
    {
        (Database, Mail) = (database, mail);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Outbound:AllowPrivateNetworks"] = allowPrivate ? "true" : "false",
            ["PublicUrl"] = "https://hub.example.com/sync",
        }).Build();
        Guard = new OutboundGuard(configuration, new SandboxAddress(configuration, new HostingEnvironment { EnvironmentName = Environments.Production }));
        Words = new AlertWords(services.GetRequiredService<IStringLocalizer<SharedText>>(), new PublicUrl(configuration), Clock);
        Rules = new AlertRules([new FailedOrders()]);
        Node = NewNode();
        Queries = new AlertQueries(database, Rules, Codec);
        Channels = new ChannelActions(database, Codec, Node.Test, Signal, Clock);
        RuleActions = new RuleActions(database, Rules, Signal, Clock);
    }

    public TestDatabase Database { get; }
    public MailServer Mail { get; }
    public StrictHttp Http { get; } = new();
    public FakeClock Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    public SettingsCodec Codec { get; } = new(new EphemeralDataProtectionProvider());
    public AlertSignal Signal { get; } = new();
    public OutboundGuard Guard { get; }
    public AlertWords Words { get; }
    public AlertRules Rules { get; }
    public AlertNode Node { get; }
    public AlertQueries Queries { get; }
    public ChannelActions Channels { get; }
    public RuleActions RuleActions { get; }

    public EmailSettings Settings => new() { Host = "localhost", Port = Mail.Port, Security = MailSecurity.None, From = "hub@example.com" };

    public static async Task<AlertRig> CreateAsync(MailServer? mail = null, bool allowPrivate = true) =>
        new(await TestDatabase.CreateAsync(), mail ?? new MailServer(), allowPrivate);

    public SmtpSender Smtp() => new(Guard, Clock) { Trust = (_, certificate, _, _) => certificate?.GetCertHashString() == Mail.Certificate.GetCertHashString() };

    public AlertNode NewNode()
    {
        var queue = new AlertQueue(Database, new AlertSender(Codec, Words, Smtp(), new WebhookSender(this, Clock), Clock), Clock);
        return new AlertNode(new AlertWatcher(Database, Rules, Clock, NullLogger<AlertWatcher>.Instance), queue, new AlertTest(Database, queue, Clock));
    }

    public HttpClient CreateClient(string name) => new(Http, disposeHandler: false);

    public async Task<long> AddMailAsync(string to = "anna@example.com") =>
        (await Channels.CreateAsync(Max, AlertChannelKind.Email, new ChannelChange("Office", true, Settings, [to], null), default)).Value;

    public async Task<long> AddHookAsync(WebhookFormat format = WebhookFormat.Slack, string secret = "") =>
        (await Channels.CreateAsync(Max, AlertChannelKind.Webhook, new ChannelChange("Chat", true, new WebhookSettings { Url = "https://hooks.example.com/T0/secret", Format = format, Secret = secret }, [], null), default)).Value;

    public async Task<long> AddProblemsAsync(int count, long? integrationId = null)
    {
        var shop = integrationId ?? await Rows.IntegrationAsync(Database);
        await using var db = Database.CreateDbContext();
        var present = await db.IncomingOrders.CountAsync();
        for (var number = present + 1; number <= present + count; number++)
        {
            var order = Rows.Incoming(shop, $"{number}");
            (order.Reference, order.Cause, order.CustomerName, order.ProblemSince) = ($"REF{number}", DecisionCause.Unmapped, "Zofia Secret", Clock.GetUtcNow().UtcDateTime);
            db.IncomingOrders.Add(order);
        }

        await db.SaveChangesAsync();
        return shop;
    }

    /// <summary>Half a minute passes, then a process looks and sends.</summary>
    public async Task<int?> RoundAsync(AlertNode? node = null)
    {
        Clock.Advance(TimeSpan.FromSeconds(30));
        var written = await (node ?? Node).Watcher.LookAsync(default);
        await SendAsync(node);
        return written;
    }

    public async Task SendAsync(AlertNode? node = null)
    {
        await (node ?? Node).Queue.RecoverAsync(everyone: false, default);
        foreach (var channel in await (node ?? Node).Queue.DueAsync(default))
        {
            await (node ?? Node).Queue.SendDueAsync(channel, default);
        }
    }

    public async Task<List<Alert>> AlertsAsync()
    {
        await using var db = Database.CreateDbContext();
        return await db.Alerts.AsNoTracking().OrderBy(row => row.Id).ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Mail.DisposeAsync();
        await Database.DisposeAsync();
        await services.DisposeAsync();
        Http.Dispose();
    }
}
