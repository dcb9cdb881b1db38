using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Pharmacy;
using OrderSync.Web.Pharmacy.Orders;

namespace OrderSync.Tests.Pharmacy;

/// <summary>Orders of a shop, and a pharmacy's program that fetches them and reports on them.</summary>
internal sealed class HandOverRig : IAsyncDisposable
{
    public const string Name = "Pharmacy";

    private HandOverRig(FeedRig feeds)
    {
        Feeds = feeds;
        Programs = new PharmacyPrograms(feeds.Connectors, feeds.Connections);
        HandOvers = NewProcess();
        Updates = new PharmacyUpdates(
            feeds.Database, Programs, new OrderReports(feeds.Targets.Changes, feeds.Shipping, feeds.Clock), new CodeTables(feeds.Database, feeds.Clock), feeds.Listeners.Signal, feeds.Clock,
            NullLogger<PharmacyUpdates>.Instance);
    }

    public FeedRig Feeds { get; }
    public FakeClock Clock => Feeds.Clock;
    public ScriptedPharmacy Program => Feeds.Pharmacy;
    public PharmacyPrograms Programs { get; }
    public HandOvers HandOvers { get; }
    public PharmacyUpdates Updates { get; }

    /// <summary>The pharmacy's integration.</summary>
    public long Id { get; private set; }

    public static async Task<HandOverRig> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite)
    {
        var rig = new HandOverRig(await FeedRig.CreateAsync(provider));
        await using var db = rig.Feeds.Database.CreateDbContext();
        var integration = new Integration
        {
            Connector = ScriptedPharmacy.Key,
            Name = Name,
            Enabled = true,
            Settings = "{}",
            CreatedAt = Rows.Now,
            Stamp = Guid.NewGuid(),
        };
        db.Integrations.Add(integration);
        await db.SaveChangesAsync();
        rig.Id = integration.Id;
        return rig;
    }

    public HandOvers NewProcess() => new(Feeds.Database, Programs, Feeds.Listeners.Signal, Feeds.Clock);

    /// <summary>Adds an order of the shop that can be fetched; each is placed a minute after the one before.</summary>
    public Task<long> AddOrderAsync(string externalId, Action<Order>? change = null, IReadOnlyList<OrderLine>? lines = null, DateTime? placedAt = null) =>
        Feeds.Database.AddOrderAsync(Feeds.IntegrationId, externalId, change, placedAt ?? Rows.Now.AddMinutes(int.Parse(externalId)), lines);

    public async Task<HandOverPage> ReadAsync(string? batch = null, int page = 1, int? size = null, PharmacyFace face = PharmacyFace.Ppx) =>
        Assert.IsType<HandOverPage>(await HandOvers.ReadAsync(Id, new HandOverRequest(face, batch, page, size), default));

    public Task<BatchConfirmed?> ConfirmAsync(string batch) => HandOvers.ConfirmAsync(Id, batch, default);

    /// <summary>Fetches and confirms everything there is.</summary>
    public async Task HandOverAsync() => Assert.NotNull(await ConfirmAsync((await ReadAsync()).Batch));

    public Task ChangeAsync(long order, Action<Order> change) => ReadAsync(async db =>
    {
        change(await db.Orders.SingleAsync(row => row.Id == order));
        return await db.SaveChangesAsync();
    });

    public Task<HandOver> HandOverOfAsync(long order) => ReadAsync(db => db.HandOvers.Where(row => row.OrderId == order).OrderByDescending(row => row.Round).FirstAsync());

    public Task<T> ReadAsync<T>(Func<OrderSyncDb, Task<T>> read) => Feeds.ReadAsync(read);

    public Task<List<string>> TimelineAsync(long order) => ReadAsync(async db =>
        (await db.TimelineEvents.Where(row => db.Orders.Any(o => o.Id == order && o.IncomingOrderId == row.IncomingOrderId)).OrderBy(row => row.Id).ToListAsync()).ConvertAll(row => $"{row.Summary}"));

    /// <summary>Says what a code of the program means.</summary>
    public Task MapAsync(string table, string code, string meaning) => ReadAsync(async db =>
    {
        var row = await db.ValueMappings.SingleOrDefaultAsync(row => row.IntegrationId == Id && row.Table == table && row.Source == code);
        if (row is null)
        {
            db.ValueMappings.Add(row = new ValueMapping { IntegrationId = Id, Table = table, Source = code, Stamp = Guid.NewGuid() });
        }

        row.Target = MappingSet.KeyToJson(meaning);
        return await db.SaveChangesAsync();
    });

    public async ValueTask DisposeAsync() => await Feeds.DisposeAsync();
}
