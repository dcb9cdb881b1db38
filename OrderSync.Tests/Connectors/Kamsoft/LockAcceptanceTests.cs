using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>Test 2 of contracts/kamsoft.md §15: each lock alone and in pairs against an item that says everything, as the table of §8.1 has it.</summary>
public sealed class LockAcceptanceTests(KamsoftApp app) : IClassFixture<KamsoftApp>
{
    private static readonly string[] Everything = ["name", "description", "summary", "stock", "price", "vat", "couriers", "photos", "deleted"];
    private static readonly string[] Offered = ["stock", "price", "vat"];
    private static readonly string Photo = Convert.ToBase64String(KamsoftRig.Gif(1));

    /// <summary>None, each alone (as a pair of itself), and each two.</summary>
    private static readonly IReadOnlyList<LockKind[]> Locked =
        [[], .. from left in Enum.GetValues<LockKind>() from right in Enum.GetValues<LockKind>() where left <= right select (LockKind[])[left, right]];

    [Fact]
    public async Task T02_locks_hold_their_fields_and_no_other_over_PPX()
    {
        var rig = await app.OpenAsync();
        await rig.MapAsync(MappingTables.Couriers, "KUR", "express");
        var products = await AddAsync(rig);

        var items = Locked.Select((_, row) => $"""
            <product ref='{rig.Ref(row)}'><bloz>{rig.Bloz(row)}</bloz><name>New</name><description format='html'>&lt;p&gt;New&lt;/p&gt;</description><summary>New</summary>
            <stock>50</stock><price>19.90</price><vat>8</vat><couriers><courier>KUR</courier></couriers><photos><photo>{Photo}</photo></photos><deleted>yes</deleted></product>
            """);
        var (_, ack) = await rig.PpxAsync("products", $"<packet id='1'><products>{string.Concat(items)}</products></packet>");

        var results = ack.Elements("result").Select(result => string.Join('|', new[] { "status", "set", "locked" }.Select(name => result.Attribute(name)?.Value)));
        Assert.Equal(Locked.Select(locks => Expected(locks, Everything)), Locked.Zip(results, (locks, result) => $"{string.Join('+', locks)}: {result}"));
        foreach (var (locks, product) in Locked.Zip(products))
        {
            Assert.Equal(Everything.Where(field => !locks.Any(kind => Holds(kind, field))), await WrittenAsync(rig, product, stock: 0));
        }
    }

    [Fact]
    public async Task T02_locks_hold_stock_and_price_over_SOAP()
    {
        var rig = await app.OpenAsync();
        var products = await AddAsync(rig);

        var lines = await rig.SendAsync(PharmacyFace.Soap, [.. Locked.Select((_, row) => new Sent(rig.Ref(row), rig.Bloz(row), Stock: 50, Price: "19.9", Vat: 8))]);

        Assert.Equal(Locked.Select(locks => Expected(locks, Offered)), Locked.Zip(lines, (locks, line) => $"{string.Join('+', locks)}: {line.Verdict.ToString().ToLowerInvariant()}|{line.Set}|{line.Locked}"));
        foreach (var (locks, product) in Locked.Zip(products))
        {
            Assert.Equal(Offered.Where(field => !locks.Any(kind => Holds(kind, field))), await WrittenAsync(rig, product, stock: 50));
        }
    }

    private static string Expected(LockKind[] locks, string[] sent)
    {
        var held = sent.Where(field => locks.Any(kind => Holds(kind, field))).ToList();
        var told = locks.Contains(LockKind.All) ? "all" : string.Join(' ', held);
        return $"{string.Join('+', locks)}: {(held.Count == sent.Length ? "locked" : "updated")}|{string.Join(' ', sent.Except(held))}|{told}";
    }

    /// <summary>The table of §8.1, row by row.</summary>
    private static bool Holds(LockKind kind, string field) => field switch
    {
        "stock" => kind is LockKind.All or LockKind.Stock,
        "price" or "vat" => kind is LockKind.All or LockKind.Price,
        "name" or "description" or "summary" => kind is LockKind.All or LockKind.Texts,
        "couriers" => kind is LockKind.All or LockKind.Couriers,
        _ => kind is LockKind.All,
    };

    /// <summary>What of the product is as it was sent, looked up in the database; the rest is as it was.</summary>
    /// <param name="stock">What was sent comes to; what is taken out of the offer is sold out.</param>
    private static async Task<IEnumerable<string>> WrittenAsync(KamsoftRig rig, long product, int stock)
    {
        var (row, onHand) = (await rig.ReadAsync(db => db.Products.Include(one => one.Variants).SingleAsync(one => one.Id == product)), await rig.StockAsync(product));
        var photos = await rig.ReadAsync(db => db.ProductImages.CountAsync(image => image.ProductId == product));
        var text = row.Texts.Single();
        // 10 without 23 % is what it costs at first; whoever locks the price locks the tax.
        var fields = new (string Field, object? Value, object? Old, object? New)[]
        {
            ("name", text.Name, "Old", "New"), ("description", text.Description, "<p>Old</p>", "<p>New</p>"), ("summary", text.Summary, "Old", "New"), ("stock", onHand, 10, stock),
            ("price", PacketPrice.Gross(row.Variants[0].PriceNet, row.TaxRate!.Value), 12.30m, 19.90m), ("vat", row.TaxRate, 23m, 8m), ("couriers", row.Couriers![0], "pick-up", "express"),
            ("photos", photos, 0, 1), ("deleted", row.Active, true, false),
        };
        Assert.All(fields, field => Assert.Contains(field.Value, new[] { field.Old, field.New }));
        return fields.Where(field => Equals(field.Value, field.New)).Select(field => field.Field);
    }

    /// <summary>A product for each row.</summary>
    private async Task<IReadOnlyList<long>> AddAsync(KamsoftRig rig)
    {
        var (databases, products) = (app.App.Databases, new List<long>());
        foreach (var (number, locks) in Locked.Index())
        {
            var product = await databases.AddProductAsync("Old", [""], change: row =>
            {
                (row.Variants[0].Mpn, row.Couriers) = (rig.Bloz(number), ["pick-up"]);
                row.Texts = [new ProductText("pl", "Old", "Old", "<p>Old</p>")];
            });
            products.Add(product);
            await databases.StockAsync(await rig.ReadAsync(db => db.Variants.Where(row => row.ProductId == product).Select(row => row.Id).SingleAsync()), 10);
            foreach (var kind in locks.Distinct())
            {
                await databases.AddLockAsync(product, kind);
            }
        }

        return products;
    }
}
