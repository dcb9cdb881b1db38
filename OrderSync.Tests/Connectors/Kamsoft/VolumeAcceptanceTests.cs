using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;
using OrderSync.Web.Pharmacy.Packets;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>Tests 17 to 19 of contracts/kamsoft.md §15: many prices, packets at the same moment, and a packet as large as the only real one that was seen.</summary>
public sealed class VolumeAcceptanceTests(KamsoftApp app) : IClassFixture<KamsoftApp>
{
    private const int RealPacket = 2053;
    private static readonly int[] Rates = [5, 8, 23];

    /// <summary>Where a packet may write nothing when it says what is there already.</summary>
    private static readonly string[] Products = ["Products", "Variants", "ProductTerms", "ProductLocks", "ProductImages", "StockLevels", "StockMovements", "Reservations", "Listings", "VariantListings"];

    [Theory]
    [InlineData(PharmacyFace.Ppx)]
    [InlineData(PharmacyFace.Soap)]
    public async Task T17_the_price_with_tax_that_is_shown_is_the_one_that_was_sent(PharmacyFace face)
    {
        var rig = await app.OpenAsync();
        // Each number of grosze behind the point, and the ends; the core's own test has every price from 0.01 to 500.00.
        List<decimal> prices = [.. Enumerable.Range(0, 200).Select(step => (step * 2.5m) + (((step * 37 % 100) + 1) / 100m)), 500m];
        List<Sent> items = [.. prices.SelectMany(_ => Rates, (price, rate) => (price, rate)).Select((pair, index) =>
            new Sent(rig.Ref(index), Name: $"Drops {index}", Price: pair.price.ToString("0.##", CultureInfo.InvariantCulture), Vat: pair.rate))];

        var lines = await rig.SendAsync(face, items);

        Assert.All(lines, line => Assert.Equal(PacketVerdict.Created, line.Verdict));
        var shown = await rig.ReadAsync(db => db.Variants.Where(row => db.PharmacyItems.Any(item => item.IntegrationId == rig.IntegrationId && item.VariantId == row.Id))
            .Join(db.Products, row => row.ProductId, row => row.Id, (variant, product) => new { variant.Sku, variant.PriceNet, product.TaxRate }).ToListAsync());
        var sent = items.ToDictionary(item => item.Ref);
        Assert.Equal(items.Count, shown.Count);
        Assert.Equal((0.01m, 500m), (prices.Min(), prices.Max()));
        Assert.All(shown, row => Assert.Equal(
            (decimal.Parse(sent[row.Sku].Price!, CultureInfo.InvariantCulture), (decimal)sent[row.Sku].Vat!), (Math.Round(row.PriceNet * (1 + (row.TaxRate!.Value / 100)), 2, MidpointRounding.AwayFromZero), row.TaxRate.Value)));
    }

    [Theory]
    [InlineData(PharmacyFace.Ppx)]
    [InlineData(PharmacyFace.Soap)]
    public async Task T18_while_a_packet_is_written_another_is_told_to_come_back_and_then_taken(PharmacyFace face)
    {
        var rig = await app.OpenAsync();
        var (lease, other) = (rig.App.Get<PacketLease>(), PacketLease.ForRequest());
        Assert.True(await lease.TakeAsync(rig.IntegrationId, other, default));
        var item = new Sent(rig.Ref(1), Name: "Drops", Price: "1", Stock: 5);

        if (face == PharmacyFace.Ppx)
        {
            using var busy = await rig.PpxAnswerAsync("products", System.Text.Encoding.UTF8.GetBytes(KamsoftRig.Packet("x", item)));
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(5)), (busy.StatusCode, busy.Headers.RetryAfter!.Delta));
            Assert.Contains("code=\"busy\"", await busy.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("Server.Busy", (await rig.SoapAsync("SetOffer", ("AOffer", KamsoftRig.Offer(item)))).Answer.Value, StringComparison.Ordinal);
        }

        Assert.Equal(0, await rig.ReadAsync(db => db.ProductPackets.CountAsync(row => row.IntegrationId == rig.IntegrationId)));
        await lease.ReleaseAsync(rig.IntegrationId, other);
        Assert.Equal(PacketVerdict.Created, Assert.Single(await rig.SendAsync(face, item)).Verdict);
    }

    [Fact]
    public async Task T18_of_packets_at_the_same_moment_each_is_written_whole_or_told_to_come_back_and_the_last_one_counts()
    {
        var rig = await app.OpenAsync();
        Sent[] Shelf(int stock) => [.. Enumerable.Range(1, 300).Select(number => new Sent(rig.Ref(number), Name: $"Drops {number}", Price: "1", Stock: stock))];
        await rig.SendAsync(PharmacyFace.Ppx, Shelf(1));

        var answers = await Task.WhenAll(Enumerable.Range(2, 4).Select(stock => Task.Run(() => rig.PpxAsync("products", KamsoftRig.Packet($"at-once-{stock}", Shelf(stock))))));

        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 503 }));
        await rig.DoneAsync();
        var taken = await rig.ReadAsync(db => db.ProductPackets.Where(row => row.IntegrationId == rig.IntegrationId && row.PacketId.StartsWith("at-once")).OrderBy(row => row.Id).ToListAsync());
        Assert.Equal(answers.Count(answer => answer.Status == 200), taken.Count);
        Assert.All(taken, packet => Assert.Equal((PacketState.Done, 300, 300), (packet.State, packet.Applied, packet.Updated)));
        var last = int.Parse(taken[^1].PacketId.Split('-')[^1], CultureInfo.InvariantCulture);
        Assert.All(await StocksAsync(rig), stock => Assert.Equal(last, stock));
    }

    [Fact]
    public async Task T19_a_packet_as_large_as_a_real_one_writes_nothing_of_products_or_stock_the_second_time_over_either_face()
    {
        var rig = await app.OpenAsync();
        Sent[] shelf = [.. Enumerable.Range(1, RealPacket).Select(number =>
            new Sent(rig.Ref(number), Name: $"Drops {number} 50 ml", Stock: number % 70, Price: string.Create(CultureInfo.InvariantCulture, $"{number % 400}.99"), Vat: Rates[number % 3]))];
        var made = await rig.SendAsync(PharmacyFace.Ppx, shelf);
        Assert.All(made, line => Assert.Equal(PacketVerdict.Created, line.Verdict));
        await HoldBackAsync(rig, made[3].ProductId!.Value, shelf[3]);
        await WatchAsync(rig);

        foreach (var face in Enum.GetValues<PharmacyFace>())
        {
            Assert.All(await rig.SendAsync(face, shelf), line => Assert.Equal((PacketVerdict.Unchanged, ""), (line.Verdict, line.Set)));
            Assert.Empty(await WrittenAsync(rig));
        }

        // The watch sees what is written: one product is another than before.
        await rig.SendAsync(PharmacyFace.Ppx, shelf[7] with { Stock = 71, Name = "Other drops" });
        Assert.Equal(["ProductTerms", "Products", "StockLevels", "StockMovements"], await WrittenAsync(rig));
    }

    /// <summary>One of them is locked, and its stock is another than the packet says.</summary>
    private static async Task HoldBackAsync(KamsoftRig rig, long product, Sent item)
    {
        var databases = rig.App.Databases;
        await databases.StockAsync(await rig.ReadAsync(db => db.Variants.Where(row => row.ProductId == product).Select(row => row.Id).SingleAsync()), 1000);
        await databases.AddLockAsync(product, LockKind.Stock);
        Assert.Equal("stock", Assert.Single(await rig.SendAsync(PharmacyFace.Ppx, item)).Locked);
    }

    private static Task<List<int>> StocksAsync(KamsoftRig rig) => rig.ReadAsync(db =>
        db.StockLevels.Where(row => db.PharmacyItems.Any(item => item.IntegrationId == rig.IntegrationId && item.VariantId == row.VariantId)).Select(row => row.OnHand).ToListAsync());

    /// <summary>Lets the database itself note each row that is written, whoever does it and however.</summary>
    private static Task WatchAsync(KamsoftRig rig) => rig.ReadAsync(async db =>
    {
        await db.Database.ExecuteSqlRawAsync("CREATE TABLE IF NOT EXISTS Watch (Name TEXT); DELETE FROM Watch;");
        foreach (var table in Products)
        {
            foreach (var change in new[] { "INSERT", "UPDATE", "DELETE" })
            {
#pragma warning disable EF1002 // Names of tables cannot be parameters; these are written above.
                await db.Database.ExecuteSqlRawAsync($"CREATE TRIGGER IF NOT EXISTS Watch_{table}_{change} AFTER {change} ON {table} BEGIN INSERT INTO Watch VALUES ('{table}'); END;");
#pragma warning restore EF1002
            }
        }

        return 0;
    });

    private static Task<List<string>> WrittenAsync(KamsoftRig rig) => rig.ReadAsync(db => db.Database.SqlQuery<string>($"SELECT DISTINCT Name AS Value FROM Watch ORDER BY Name").ToListAsync());
}
