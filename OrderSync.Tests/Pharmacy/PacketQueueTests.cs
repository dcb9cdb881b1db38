using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;
using OrderSync.Web.Data.Retention;
using OrderSync.Web.Pharmacy.Packets;

namespace OrderSync.Tests.Pharmacy;

/// <summary>Who writes when, what waits for whom, and what becomes of what was cut off.</summary>
public sealed class PacketQueueTests
{
    private readonly FakeClock clock = new(new DateTimeOffset(Rows.Now));

    [Fact]
    public async Task A_request_that_meets_another_one_at_work_is_told_to_come_back_and_nothing_is_stored()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);
        var other = PacketLease.ForRequest();
        Assert.True(await rig.Lease.TakeAsync(pharmacy, other, default));

        Assert.IsType<PacketTaken.Busy>(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Item(1)), default));
        await rig.Lease.ReleaseAsync(pharmacy, other);

        Assert.IsType<PacketTaken.Stored>(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Item(1)), default));
        await using var db = database.CreateDbContext();
        Assert.Equal(1, await db.ProductPackets.CountAsync());
    }

    [Fact]
    public async Task A_request_that_meets_the_worker_is_queued_behind_what_it_works_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);
        var worker = PacketLease.ForWorker();
        Assert.True(await rig.Lease.TakeAsync(pharmacy, worker, default));

        var first = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Item(1)), default));
        await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("2", Item(2)), default);
        Assert.Equal((PacketState.Queued, 0), (first.Packet.State, first.Lines.Count));

        await rig.Lease.ReleaseAsync(pharmacy, worker);
        await rig.Worker.RunOnceAsync(default);
        Assert.Equal(2, await OnHandAsync(database));
    }

    [Fact]
    public async Task What_is_older_never_overwrites_what_is_newer()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);
        await rig.Hurried.TakeAsync(pharmacy, PacketRig.Packet("1", Item(1)), default);

        var second = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("2", Item(2)), default));

        Assert.Equal(PacketState.Done, second.Packet.State);
        Assert.Equal(PacketState.Done, (await rig.Packets.FindAsync(pharmacy, "1", 1, default))!.Packet.State);
        await rig.Worker.RunOnceAsync(default);
        Assert.Equal(2, await OnHandAsync(database));
    }

    [Fact]
    public async Task The_hold_of_a_process_that_died_runs_out()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);
        await rig.Lease.TakeAsync(pharmacy, PacketLease.ForRequest(), default);
        Assert.IsType<PacketTaken.Busy>(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Item(1)), default));

        clock.Advance(PacketLease.Lives);

        Assert.Equal(PacketState.Done, PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Item(1)), default)).Packet.State);
    }

    [Fact]
    public async Task Two_packets_at_the_same_moment_are_never_mixed_and_none_is_lost()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);

        var taken = await Task.WhenAll(Enumerable.Range(1, 4).Select(number => Task.Run(() => rig.Packets.TakeAsync(pharmacy, PacketRig.Packet($"{number}", Item(number)), default))));

        var stored = taken.OfType<PacketTaken.Stored>().ToList();
        Assert.NotEmpty(stored);
        Assert.All(taken, answer => Assert.True(answer is PacketTaken.Stored or PacketTaken.Busy));
        await rig.Worker.RunOnceAsync(default);
        await using var db = database.CreateDbContext();
        var packets = await db.ProductPackets.OrderBy(row => row.Id).ToListAsync();
        Assert.Equal(stored.Count, packets.Count);
        Assert.All(packets, packet => Assert.Equal((PacketState.Done, 1), (packet.State, packet.Applied)));
        Assert.Equal(packets[^1].PacketId, $"{await OnHandAsync(database)}");
    }

    [Fact]
    public async Task Wherever_the_power_is_cut_each_product_is_worked_off_once()
    {
        var power = new PowerSwitch();
        await using var database = await TestDatabase.CreateAsync(power);
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);
        await database.AddProductAsync("Other", ["B"], change: product => product.Variants[0].Mpn = "0990502");
        var packet = PacketRig.Packet("1", Item(5), Item(6) with { Ref = "502", Bloz = "0990502" }, new OfferedProduct { Ref = "9", Stock = 1 });
        for (var step = 0; step < 60; step++)
        {
            power.CutAfter(step);
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                await rig.Packets.TakeAsync(pharmacy, packet, default);
                power.Step();
                power.CutAfter(0);
                power.Step();
            });
            power.SwitchOn();
            clock.Advance(PacketLease.Lives);
        }

        var report = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, packet, default));
        await rig.Worker.RunOnceAsync(default);

        report = (await rig.Packets.FindAsync(pharmacy, "1", 1, default))!;
        Assert.Equal((PacketState.Done, 3, 3), (report.Packet.State, report.Packet.Applied, report.Lines.Count));
        await using var db = database.CreateDbContext();
        Assert.Equal(2, await db.StockMovements.CountAsync());
        Assert.Equal(3, await db.PharmacyItems.CountAsync());
    }

    [Fact]
    public async Task A_product_that_cannot_be_written_stops_no_other()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);
        await using (var db = database.CreateDbContext())
        {
            await db.Database.ExecuteSqlRawAsync("CREATE TRIGGER refuse BEFORE INSERT ON StockLevels WHEN NEW.OnHand = 13 BEGIN SELECT RAISE(ABORT, 'thirteen'); END");
        }

        await database.AddProductAsync("Other", ["B"], change: product => product.Variants[0].Mpn = "0990502");
        var report = PacketRig.Report(await rig.Packets.TakeAsync(
            pharmacy, PacketRig.Packet("1", Item(13), Item(6) with { Ref = "502", Bloz = "0990502" }, new OfferedProduct { Ref = "9", Stock = 1 }), default));

        Assert.Equal([PacketVerdict.Error, PacketVerdict.Updated, PacketVerdict.Unknown], report.Lines.Select(line => line.Verdict));
        Assert.Equal((PacketState.Done, 1, 1, 1, "write-failed"), (report.Packet.State, report.Packet.Failed, report.Packet.Updated, report.Packet.Unknown, report.Lines[0].Code));
    }

    [Fact]
    public async Task Old_packets_go_after_a_week_but_the_youngest_two_hundred_stay()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await PharmacyAsync(database);
        await using (var db = database.CreateDbContext())
        {
            db.ProductPackets.AddRange(Enumerable.Range(1, 205).Select(number => new ProductPacket
            {
                IntegrationId = pharmacy,
                Face = PharmacyFace.Ppx,
                PacketId = $"{number}",
                BodyHash = "",
                ReceivedAt = Rows.Now.AddDays(number <= 3 ? -8 : -6),
                State = PacketState.Done,
                Received = 1,
            }));
            await db.SaveChangesAsync();
            var first = await db.ProductPackets.OrderBy(row => row.Id).Select(row => row.Id).FirstAsync();
            db.PacketLines.Add(new PacketLine { PacketId = first, Position = 0, Verdict = PacketVerdict.Unknown });
            await db.SaveChangesAsync();
        }

        var purged = await new Purge(database, clock) { Pause = TimeSpan.Zero }.RunDueAsync(default);

        Assert.Equal(3, purged!.Packets);
        await using var after = database.CreateDbContext();
        Assert.Equal((202, 0), (await after.ProductPackets.CountAsync(), await after.PacketLines.CountAsync()));
    }

    private static OfferedProduct Item(int stock) => new() { Ref = "501", Bloz = "0990501", Stock = stock };

    private static async Task<long> PharmacyAsync(TestDatabase database)
    {
        await database.AddProductAsync("Gel", ["GEL"], change: product => product.Variants[0].Mpn = "0990501");
        return await Rows.IntegrationAsync(database, ScriptedPharmacy.Key.Value);
    }

    private static async Task<int> OnHandAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return await db.StockLevels.Select(row => row.OnHand).SingleAsync();
    }
}
