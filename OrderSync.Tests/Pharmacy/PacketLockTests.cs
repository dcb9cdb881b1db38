using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Pharmacy;

/// <summary>What locks keep from packets, and what they tell of it.</summary>
public sealed class PacketLockTests : IAsyncLifetime
{
    private readonly FakeClock clock = new(new DateTimeOffset(Rows.Now));
    private TestDatabase database = null!;
    private PacketRig rig = null!;
    private long pharmacy;
    private long product;
    private int packets;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        rig = new PacketRig(database, clock);
        pharmacy = await Rows.IntegrationAsync(database, ScriptedPharmacy.Key.Value);
        product = await database.AddProductAsync("Gel", ["GEL"], change: row => row.Variants[0].Mpn = "0990501");
        await using var db = database.CreateDbContext();
        await database.StockAsync(await db.Variants.Select(row => row.Id).SingleAsync(), 10);
        await database.AddLockAsync(product, LockKind.Stock);
    }

    public async Task DisposeAsync()
    {
        rig.Dispose();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_locked_product_keeps_its_value_and_its_lock_says_since_when()
    {
        var report = await SendAsync(50);

        Assert.Equal((PacketVerdict.Locked, "stock", 1), (report.Lines[0].Verdict, report.Lines[0].Locked, report.Packet.Locked));
        await using var db = database.CreateDbContext();
        Assert.Equal(10, (await db.StockLevels.SingleAsync()).OnHand);
        Assert.Equal(Now, await HeldBackAsync(LockKind.Stock));
    }

    [Fact]
    public async Task A_lock_that_holds_back_the_same_again_is_not_written_and_nor_is_the_item()
    {
        await SendAsync(50);
        var (first, item) = (Now, await ItemAsync());

        await SendAsync(50);

        Assert.Equal((first, item), (await HeldBackAsync(LockKind.Stock), await ItemAsync()));
    }

    [Fact]
    public async Task Another_value_is_news_and_so_is_the_same_after_it_was_gone()
    {
        await SendAsync(50);
        await SendAsync(51);
        Assert.Equal(Now, await HeldBackAsync(LockKind.Stock));
        var before = Now;

        // What the product has already is not held back.
        await SendAsync(10);
        Assert.Equal(before, await HeldBackAsync(LockKind.Stock));

        await SendAsync(51);
        Assert.Equal(Now, await HeldBackAsync(LockKind.Stock));
    }

    [Fact]
    public async Task A_lock_that_joins_another_tells_that_it_holds_back_the_same()
    {
        await SendAsync(50);
        var first = Now;
        await database.AddLockAsync(product, LockKind.All);

        await SendAsync(50);

        Assert.Equal((first, Now), (await HeldBackAsync(LockKind.Stock), await HeldBackAsync(LockKind.All)));
    }

    /// <summary>Sends the stock in a packet of its own, a minute after what was before.</summary>
    private async Task<PacketReport> SendAsync(int stock)
    {
        clock.Advance(TimeSpan.FromMinutes(1));
        return PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet($"{++packets}", new OfferedProduct { Ref = "501", Bloz = "0990501", Stock = stock }), default));
    }

    private async Task<DateTime?> HeldBackAsync(LockKind kind) => (await database.LocksAsync()).Single(row => row.Kind == kind).HeldBackAt;

    private async Task<Guid> ItemAsync()
    {
        await using var db = database.CreateDbContext();
        return (await db.PharmacyItems.AsNoTracking().SingleAsync()).Stamp;
    }
}
