using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Outbox;
using OrderSync.Web.Outbox.Events;

namespace OrderSync.Tests.Support;

/// <summary>The outbox of listeners, which sends when the test says so.</summary>
internal sealed class ListenerRig
{
    private static readonly (OrderStatus, string)[] Words =
    [
        (OrderStatus.Confirmed, "ORDERED"), (OrderStatus.Preparing, "FULFILLED"), (OrderStatus.Shipped, "SHIPPED"),
        (OrderStatus.Delivered, "DELIVERED"), (OrderStatus.Cancelled, "CANCELLED"),
    ];

    private readonly TestDatabase database;
    private readonly FakeClock clock;
    private readonly ListenerReader reader;

    public ListenerRig(ConnectorRegistry registry, ConnectionFactory connections, TestDatabase database, FakeClock clock)
    {
        (this.database, this.clock, reader) = (database, clock, new ListenerReader(registry, connections));
        Writer = new EventWriter(reader, clock);
        Post = NewProcess(out var queue);
        Queue = queue;
    }

    public OutboxSignal Signal { get; } = new();
    public EventWriter Writer { get; }
    public EventQueue Queue { get; }
    public ListenerPost Post { get; }

    /// <summary>Another process with the same database.</summary>
    public ListenerPost NewProcess(out EventQueue queue)
    {
        queue = new EventQueue(database, clock);
        var sender = new EventSender(database, queue, clock, NullLogger<EventSender>.Instance);
        return new ListenerPost(database, reader, queue, sender, new ListenerHealth(database, clock), Signal);
    }

    /// <summary>Adds a listener that works, with a word for each status of a simple sale.</summary>
    public async Task<long> AddAsync()
    {
        await using var db = database.CreateDbContext();
        var integration = new Integration
        {
            Connector = ScriptedListener.Key,
            Name = "Panel",
            Enabled = true,
            Settings = "{}",
            CreatedAt = clock.GetUtcNow().UtcDateTime.AddDays(-7),
            Stamp = Guid.NewGuid(),
        };
        db.Integrations.Add(integration);
        await db.SaveChangesAsync();
        foreach (var (status, word) in Words)
        {
            db.ValueMappings.Add(new ValueMapping
            {
                IntegrationId = integration.Id,
                Table = MappingTables.Statuses,
                Source = status.ToString(),
                Target = MappingSet.KeyToJson(word),
                UpdatedBy = Actor.System.Name,
                Stamp = Guid.NewGuid(),
            });
        }

        await db.SaveChangesAsync();
        return integration.Id;
    }

    /// <summary>Sends until nothing is due any more.</summary>
    public async Task SendAsync(ListenerPost? process = null)
    {
        process ??= Post;
        while (await process.DueAsync(default) is { Count: > 0 } due)
        {
            foreach (var id in due)
            {
                await process.SendAsync(id, default);
            }
        }
    }
}
