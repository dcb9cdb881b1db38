using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;
using OrderSync.Web.Pharmacy.Packets;

namespace OrderSync.Tests.Pharmacy;

/// <summary>What goes wrong around packets is got over, and nothing that was sent is lost by it.</summary>
public sealed class PacketRecoveryTests
{
    private readonly FakeClock clock = new(new DateTimeOffset(Rows.Now));
    private readonly SaveTrouble<ProductPacket> trouble = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_busy_database_is_waited_for_and_no_product_pays_for_it(bool wrapped)
    {
        await using var database = await TestDatabase.CreateAsync(trouble);
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);
        await rig.Hurried.TakeAsync(pharmacy, PacketRig.Packet("1", Item(5)), default);
        var busy = new SqliteException("database is locked", 5);
        // At once, then one by one.
        trouble.Faults.Enqueue(wrapped ? new DbUpdateException("refused", busy) : busy);
        trouble.Faults.Enqueue(busy);

        await rig.Worker.RunOnceAsync(default);
        await rig.Worker.RunOnceAsync(default);
        await rig.Worker.RunOnceAsync(default);

        Assert.Equal((PacketState.Done, 1, 0, 5), await EndAsync(database));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(4, true)]
    [InlineData(6, false)]
    public async Task A_product_somebody_else_changes_meanwhile_is_tried_again_some_times(int times, bool written)
    {
        await using var database = await TestDatabase.CreateAsync(trouble);
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);
        await rig.Hurried.TakeAsync(pharmacy, PacketRig.Packet("1", Item(5)), default);
        for (var time = 0; time < times; time++)
        {
            trouble.Faults.Enqueue(new DbUpdateConcurrencyException("changed"));
        }

        await rig.Worker.RunOnceAsync(default);

        Assert.Equal((PacketState.Done, written ? 1 : 0, written ? 0 : 1, written ? 5 : 0), await EndAsync(database));
    }

    [Fact]
    public async Task A_part_that_cannot_be_read_is_told_product_by_product_and_holds_up_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);
        var others = Enumerable.Range(0, PacketStore.ChunkSize + 1).Select(number => new OfferedProduct { Ref = $"x{number}", Stock = 1 });
        await rig.Hurried.TakeAsync(pharmacy, PacketRig.Packet("1", [.. others, Item(5)]), default);
        await rig.Hurried.TakeAsync(pharmacy, PacketRig.Packet("2", Item(6)), default);
        await using (var db = database.CreateDbContext())
        {
            await db.PacketChunks.OrderBy(row => row.Id).Take(1).ExecuteUpdateAsync(set => set.SetProperty(row => row.Body, new byte[] { 1, 2, 3 }));
        }

        await rig.Worker.RunOnceAsync(default);

        var report = (await rig.Packets.FindAsync(pharmacy, "1", 1, default))!;
        Assert.Equal((PacketState.Done, 502, 500, 1, 1), (report.Packet.State, report.Packet.Applied, report.Packet.Failed, report.Packet.Unknown, report.Packet.Updated));
        Assert.Equal(Enumerable.Range(0, 502), report.Lines.Select(line => line.Position));
        Assert.All(report.Lines.Take(500), line => Assert.Equal((PacketVerdict.Error, "write-failed"), (line.Verdict, line.Code)));
        await using var after = database.CreateDbContext();
        Assert.Equal(6, (await after.StockLevels.SingleAsync()).OnHand);
        Assert.False(await after.PacketChunks.AnyAsync());
    }

    [Fact]
    public async Task Without_an_id_a_message_that_comes_again_after_another_one_says_anew_what_it_says()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);
        await rig.Hurried.TakeAsync(pharmacy, PacketRig.Packet(null, Item(1)), default);
        await rig.Hurried.TakeAsync(pharmacy, PacketRig.Packet(null, Item(2)), default);

        Assert.False(PacketRig.Report(await rig.Hurried.TakeAsync(pharmacy, PacketRig.Packet(null, Item(1)), default)).Replayed);
        Assert.True(PacketRig.Report(await rig.Hurried.TakeAsync(pharmacy, PacketRig.Packet(null, Item(1)), default)).Replayed);

        await rig.Worker.RunOnceAsync(default);
        Assert.Equal(1, await OnHandAsync(database));
    }

    [Fact]
    public async Task A_packet_another_call_brought_at_this_moment_is_the_same_packet()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);
        // The background is at work, so that calls do not wait for each other: look, hold, whose hold, store.
        await rig.Lease.TakeAsync(pharmacy, PacketLease.ForWorker(), default);
        var packet = PacketRig.Packet("1", Item(1));
        var uses = 0;
        database.BeforeUse = () =>
        {
            if (++uses == 4)
            {
                database.BeforeUse = () => { };
                using var db = database.CreateDbContext();
                db.ProductPackets.Add(new ProductPacket { IntegrationId = pharmacy, Face = packet.Face, PacketId = "1", BodyHash = packet.BodyHash, ReceivedAt = Rows.Now, Received = 1 });
                db.SaveChanges();
            }
        };

        Assert.True(PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, packet, default)).Replayed);
    }

    [Fact]
    public async Task A_courier_another_call_named_at_this_moment_keeps_nothing_from_being_stored()
    {
        await using var database = await TestDatabase.CreateAsync(trouble);
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);
        trouble.Faults.Enqueue(new DbUpdateException("UNIQUE"));

        Assert.Equal(PacketState.Done, PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Item(1)), default)).Packet.State);
    }

    [Fact]
    public async Task The_name_of_a_courier_is_cut_to_what_the_table_holds()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);

        await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Item(1)) with { Couriers = [new OfferedCourier("KUR", new string('x', 301))] }, default);

        await using var db = database.CreateDbContext();
        Assert.Equal(300, (await db.ValueMappings.Where(row => row.Table == MappingTables.Couriers).Select(row => row.SourceName).SingleAsync()).Length);
    }

    [Fact]
    public async Task A_name_is_found_among_those_that_share_its_common_words_and_only_as_a_whole()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        rig.Pharmacy.Packets = rig.Pharmacy.Packets with { Matching = [MatchStep.Name] };
        var pharmacy = await PharmacyAsync(database);
        await database.AddProductAsync("Common  SYRUP red", ["A"]);
        await database.AddProductAsync("Common syrup", ["B"]);
        await database.AddProductAsync("Common syrup red forte", ["C"]);

        var report = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Named("1", "common syrup RED"), Named("2", "Common syrup blue"), Named("3", "COMMON syrup")), default));

        Assert.Equal([PacketVerdict.Updated, PacketVerdict.Unknown, PacketVerdict.Updated], report.Lines.Select(line => line.Verdict));
    }

    private static OfferedProduct Item(int stock) => new() { Ref = "501", Bloz = "0990501", Stock = stock };

    private static OfferedProduct Named(string number, string name) => new() { Ref = number, Name = name, Stock = 1 };

    private static async Task<long> PharmacyAsync(TestDatabase database)
    {
        await database.AddProductAsync("Gel", ["GEL"], change: product => product.Variants[0].Mpn = "0990501");
        return await Rows.IntegrationAsync(database, ScriptedPharmacy.Key.Value);
    }

    private static async Task<(PacketState State, int Updated, int Failed, int OnHand)> EndAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        var packet = await db.ProductPackets.SingleAsync();
        return (packet.State, packet.Updated, packet.Failed, await OnHandAsync(database));
    }

    private static async Task<int> OnHandAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return await db.StockLevels.Select(row => row.OnHand).SingleOrDefaultAsync();
    }
}
