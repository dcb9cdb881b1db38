using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data.Inbox;
using OrderSync.Web.Outbox;
using OrderSync.Web.Outbox.Targets;

namespace OrderSync.Tests.Support;

/// <summary>What sends orders to a system that carries them out, and takes what it reports.</summary>
internal sealed class TargetRig
{
    private static readonly (string Table, OrderStatus Status, string Words)[] Words =
    [
        (MappingTables.TargetStatusCodes, OrderStatus.Preparing, "3, 12"), (MappingTables.TargetStatusCodes, OrderStatus.Shipped, "4"),
        (MappingTables.TargetStatusCodes, OrderStatus.Delivered, "10"), (MappingTables.TargetStatusCodes, OrderStatus.Cancelled, "11"),
        (MappingTables.TargetStatusNames, OrderStatus.Preparing, "Cooking"),
    ];

    private readonly TestDatabase database;
    private readonly FakeClock clock;

    public TargetRig(ConnectorRegistry registry, ConnectionFactory connections, OutboxWriter outbox, ListenerRig listeners, TestDatabase database, FakeClock clock)
    {
        (this.database, this.clock) = (database, clock);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("PublicUrl", "https://orders.example.com")]).Build();
        var secrets = new InboundSecrets(new EphemeralDataProtectionProvider());
        Keys = new InboundKeys(database, secrets, clock);
        Callbacks = new TargetCallbacks(Keys, secrets, new PublicUrl(configuration), new SandboxAddress(configuration, new HostingEnvironment()));
        Reader = new TargetReader(registry, connections);
        Writer = new TargetWriter(Reader, clock);
        News = new OrderNews(listeners.Writer, Writer);
        Changes = new StatusChanges(outbox, News, clock);
        Sender = new TargetSender(database, new OutboxLease(database, clock), Callbacks, clock, NullLogger<TargetSender>.Instance);
        Reports = new TargetReports(database, Reader, registry, Changes, listeners.Signal, clock, NullLogger<TargetReports>.Instance);
    }

    public TargetReader Reader { get; }
    public TargetWriter Writer { get; }
    public InboundKeys Keys { get; }
    public TargetCallbacks Callbacks { get; }
    public OrderNews News { get; }
    public StatusChanges Changes { get; }
    public TargetSender Sender { get; }
    public TargetReports Reports { get; }

    /// <summary>Adds a kitchen that works, with its feeds and what its words mean.</summary>
    public async Task<(long Id, Dictionary<FeedKey, long> Feeds)> AddAsync(ConnectorDescriptor descriptor)
    {
        await using var db = database.CreateDbContext();
        var integration = new Integration
        {
            Connector = descriptor.Key,
            Name = "Kitchen",
            Enabled = true,
            Settings = "{}",
            CreatedAt = clock.GetUtcNow().UtcDateTime.AddDays(-7),
            Stamp = Guid.NewGuid(),
        };
        db.Integrations.Add(integration);
        await db.SaveChangesAsync();
        var feeds = descriptor.Feeds.Select(offer => new Feed { IntegrationId = integration.Id, Key = offer.Key }).ToList();
        db.Feeds.AddRange(feeds);
        foreach (var (table, status, words) in Words)
        {
            db.ValueMappings.Add(new ValueMapping
            {
                IntegrationId = integration.Id,
                Table = table,
                Source = status.ToString(),
                Target = MappingSet.KeyToJson(words),
                Stamp = Guid.NewGuid(),
            });
        }

        await db.SaveChangesAsync();
        return (integration.Id, feeds.ToDictionary(feed => feed.Key, feed => feed.Id));
    }
}
