using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Pharmacy;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Pharmacy;

/// <summary>Packets through the port, as a face of a connector hands them over.</summary>
public sealed class PacketTests
{
    private readonly FakeClock clock = new(new DateTimeOffset(Rows.Now));

    private static OfferedProduct Gel => new() { Ref = "501", Bloz = "0990501", Ean = "2000000000015", Name = "Sample gel 50 ml", Stock = 50, Price = 19.90m, Vat = 8 };

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_packet_overwrites_what_the_hub_has_and_says_so(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        using var rig = new PacketRig(database, clock);
        var pharmacy = await Rows.IntegrationAsync(database, ScriptedPharmacy.Key.Value);
        var (product, variant) = await AddGelAsync(database);
        await database.StockAsync(variant, 10);
        await database.PromiseAsync(pharmacy, "1", variant, 3);

        var report = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Gel), default));

        Assert.Equal((PacketState.Done, 1, 1, false), (report.Packet.State, report.Packet.Applied, report.Packet.Updated, report.Replayed));
        var line = report.Lines.Single();
        Assert.Equal((PacketVerdict.Updated, MatchStep.Bloz, "name stock price vat ean", product), (line.Verdict, line.By, line.Set, line.ProductId));
        await using var db = database.CreateDbContext();
        var stored = await db.Products.Include(row => row.Variants).SingleAsync();
        Assert.Equal(("Sample gel 50 ml", 8m, 19.90m), (stored.Name, stored.TaxRate, PacketPrice.Gross(stored.Variants[0].PriceNet, 8)));
        Assert.All(stored.Writers, writer => Assert.Equal((pharmacy, "Outlet"), (writer.IntegrationId!.Value, writer.Writer)));
        Assert.Equal([FieldGroup.Stock, FieldGroup.Price, FieldGroup.Texts], stored.Writers.Select(writer => writer.Group).Order());
        Assert.Equal(53, (await db.StockLevels.SingleAsync()).OnHand);
        var movement = await db.StockMovements.OrderBy(row => row.Id).LastAsync();
        Assert.Equal((MovementKind.Received, 10, 53, "Outlet"), (movement.Kind, movement.Before, movement.After, movement.Actor));
        Assert.True(await db.ProductTerms.AnyAsync(term => term.Term == "sample"));
        Assert.False(await db.PacketChunks.AnyAsync());
        Assert.Null((await db.PharmacyDesks.SingleAsync()).Writer);
    }

    [Fact]
    public async Task A_new_packet_with_the_same_values_writes_nothing_but_its_own_record()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await Rows.IntegrationAsync(database, ScriptedPharmacy.Key.Value);
        await AddGelAsync(database);
        await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Gel), default);
        var before = await SnapshotAsync(database);
        clock.Advance(TimeSpan.FromMinutes(1));

        var report = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("2", Gel), default));

        Assert.Equal((1, 0, PacketVerdict.Unchanged, MatchStep.Link), (report.Packet.Unchanged, report.Packet.Updated, report.Lines[0].Verdict, report.Lines[0].By));
        Assert.Equal(before, await SnapshotAsync(database));
    }

    [Fact]
    public async Task A_sale_is_overwritten_by_a_new_packet_and_not_by_the_same_one_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await Rows.IntegrationAsync(database, ScriptedPharmacy.Key.Value);
        var (_, variant) = await AddGelAsync(database);
        var packet = PacketRig.Packet("1", Gel);
        await rig.Packets.TakeAsync(pharmacy, packet, default);
        await database.StockAsync(variant, 49);

        var again = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, packet, default));
        Assert.Equal((true, 1), (again.Replayed, again.Lines.Count));
        Assert.Equal(49, await OnHandAsync(database));

        await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("2", Gel), default);
        Assert.Equal(50, await OnHandAsync(database));
    }

    [Fact]
    public async Task An_id_with_another_content_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await Rows.IntegrationAsync(database, ScriptedPharmacy.Key.Value);
        await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Gel), default);

        Assert.IsType<PacketTaken.IdReused>(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Gel with { Stock = 1 }), default));
        Assert.IsType<PacketTaken.Stored>(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Gel with { Stock = 1 }) with { Part = 2 }, default));
    }

    [Fact]
    public async Task Without_an_id_the_same_content_is_the_same_message_only_while_it_is_being_taken()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await Rows.IntegrationAsync(database, ScriptedPharmacy.Key.Value);
        await AddGelAsync(database);
        var packet = PacketRig.Packet(null, Gel);

        var first = PacketRig.Report(await rig.Hurried.TakeAsync(pharmacy, packet, default));
        var same = PacketRig.Report(await rig.Hurried.TakeAsync(pharmacy, packet, default));
        Assert.Equal((first.Packet.PacketId, true), (same.Packet.PacketId, same.Replayed));

        await rig.Worker.RunOnceAsync(default);
        var later = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, packet, default));
        Assert.NotEqual(first.Packet.PacketId, later.Packet.PacketId);
        Assert.False(later.Replayed);
    }

    [Fact]
    public async Task A_product_that_is_not_there_is_made_and_found_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        rig.Pharmacy.Packets = rig.Pharmacy.Packets with { Create = true, Matching = [MatchStep.Ean], LocksOfCreated = [LockKind.Texts], DefaultCategory = "New" };
        var pharmacy = await Rows.IntegrationAsync(database, ScriptedPharmacy.Key.Value);

        var first = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Gel, Gel with { Ref = "502", Bloz = "0990502" }), default));
        var second = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("2", Gel with { Ean = "" }), default));

        Assert.Equal((PacketVerdict.Created, "inactive", PacketVerdict.Ambiguous), (first.Lines[0].Verdict, first.Lines[0].Note, first.Lines[1].Verdict));
        Assert.Equal((PacketVerdict.Unchanged, MatchStep.Link, first.Lines[0].ProductId), (second.Lines[0].Verdict, second.Lines[0].By, second.Lines[0].ProductId));
        await using var db = database.CreateDbContext();
        var product = await db.Products.Include(row => row.Variants).SingleAsync();
        Assert.Equal(("Sample gel 50 ml", false, "New", "0990501", "2000000000015"), (product.Name, product.Active, product.Category, product.Variants[0].Mpn, product.Variants[0].Ean));
        Assert.Equal(50, (await db.StockLevels.SingleAsync()).OnHand);
        Assert.Equal(LockKind.Texts, (await db.ProductLocks.SingleAsync()).Kind);
        Assert.False(await db.Listings.AnyAsync());
    }

    [Fact]
    public async Task Couriers_come_to_the_mapping_table_and_count_once_they_are_mapped()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await Rows.IntegrationAsync(database, ScriptedPharmacy.Key.Value);
        await AddGelAsync(database);
        var item = new OfferedProduct { Ref = "501", Bloz = "0990501", Couriers = ["KUR", "BOX"] };

        var first = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", item) with { Couriers = [new OfferedCourier("KUR", "Courier")] }, default));
        Assert.Equal(("", "courier-unmapped"), (first.Lines[0].Set, first.Lines[0].Warnings));
        await using (var db = database.CreateDbContext())
        {
            var rows = await db.ValueMappings.Where(row => row.Table == MappingTables.Couriers).OrderBy(row => row.Source).ToListAsync();
            Assert.Equal([("BOX", ""), ("KUR", "Courier")], rows.Select(row => (row.Source, row.SourceName)));
            rows[1].Target = MappingSet.KeyToJson("express");
            await db.SaveChangesAsync();
        }

        var second = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("2", item), default));
        Assert.Equal("couriers", second.Lines[0].Set);
        await using var after = database.CreateDbContext();
        Assert.Equal(["express"], (await after.Products.SingleAsync()).Couriers!);
    }

    [Fact]
    public async Task Pictures_are_taken_from_their_bytes_once_and_only_when_they_are_pictures()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await Rows.IntegrationAsync(database, ScriptedPharmacy.Key.Value);
        await AddGelAsync(database);
        var item = new OfferedProduct { Ref = "501", Bloz = "0990501", Photos = [new OfferedPhoto(Gif(2), 2), new OfferedPhoto(Gif(1), 1)] };

        Assert.Equal("photos", PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", item), default)).Lines[0].Set);
        Assert.Equal("", PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("2", item), default)).Lines[0].Set);
        var broken = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("3", item with { Stock = 4, Photos = [new OfferedPhoto("<svg/>"u8.ToArray(), 1)] }), default));

        Assert.Equal((PacketVerdict.Invalid, "bad-photo", "stock"), (broken.Lines[0].Verdict, broken.Lines[0].Code, broken.Lines[0].Set));
        await using var db = database.CreateDbContext();
        var images = await db.ProductImages.OrderBy(row => row.Position).ToListAsync();
        Assert.Equal([new OfferedPhoto(Gif(1), 1).Hash, new OfferedPhoto(Gif(2), 1).Hash], images.Select(row => row.ExternalId));
        Assert.True(rig.Images.Has(images[0].ExternalId, ImageFormat.Gif));
    }

    [Fact]
    public async Task What_waits_to_be_fetched_is_taken_off_where_that_is_chosen()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        rig.Pharmacy.Packets = rig.Pharmacy.Packets with { SubtractWaiting = true };
        var pharmacy = await Rows.IntegrationAsync(database, ScriptedPharmacy.Key.Value);
        var (_, variant) = await AddGelAsync(database);
        await database.PromiseAsync(pharmacy, "1", variant, 2);
        var fetched = await database.PromiseAsync(pharmacy, "2", variant, 5);
        await using (var db = database.CreateDbContext())
        {
            db.HandOvers.Add(new HandOver
            {
                IntegrationId = pharmacy,
                OrderId = fetched,
                Round = 1,
                State = HandOverState.Downloaded,
                SnapshotHash = "",
                Face = PharmacyFace.Ppx,
                OfferedAt = Rows.Now,
            });
            await db.SaveChangesAsync();
        }

        var report = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Gel), default));

        Assert.Equal(-2, report.Lines[0].Adjusted);
        Assert.Equal(55, await OnHandAsync(database));
    }

    [Fact]
    public async Task A_whole_offer_counts_what_it_lacks_once_all_its_parts_are_here_and_switches_nothing_off()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var rig = new PacketRig(database, clock);
        var pharmacy = await Rows.IntegrationAsync(database, ScriptedPharmacy.Key.Value);
        await AddGelAsync(database);
        var other = await database.AddProductAsync("Other", ["X"], change: product => product.Variants[0].Mpn = "0990777");
        await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("1", Gel, new OfferedProduct { Ref = "777", Bloz = "0990777", Stock = 1 }), default);
        clock.Advance(TimeSpan.FromMinutes(1));

        var one = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("2", Gel) with { IsFull = true, Parts = 2 }, default));
        var two = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("2", Gel with { Ref = "9", Bloz = "", Ean = "" }) with { IsFull = true, Part = 2, Parts = 2 }, default));

        Assert.Null(one.Packet.Absent);
        Assert.Equal(1, two.Packet.Absent);
        await using var db = database.CreateDbContext();
        Assert.True(await db.Products.Where(row => row.Id == other).Select(row => row.Active).SingleAsync());
    }

    private static byte[] Gif(byte width)
    {
        var bytes = new byte[40];
        "GIF89a"u8.CopyTo(bytes);
        (bytes[6], bytes[8]) = (width, 1);
        return bytes;
    }

    private static async Task<(long Product, long Variant)> AddGelAsync(TestDatabase database)
    {
        var product = await database.AddProductAsync("Gel", ["GEL"], change: row => row.Variants[0].Mpn = "0990501");
        await using var db = database.CreateDbContext();
        return (product, await db.Variants.Where(row => row.ProductId == product).Select(row => row.Id).SingleAsync());
    }

    private static async Task<int> OnHandAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return await db.StockLevels.Select(row => row.OnHand).SingleAsync();
    }

    private static async Task<string> SnapshotAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return string.Join('|',
            (await db.Products.SingleAsync()).Stamp, (await db.StockLevels.SingleAsync()).Stamp, (await db.PharmacyItems.SingleAsync()).Stamp,
            await db.StockMovements.CountAsync(), await db.ProductTerms.CountAsync(), (await db.Variants.SingleAsync()).PriceNet);
    }
}
