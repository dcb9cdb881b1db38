using System.Text;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Products;
using OrderSync.Web.Features.Products.Locks;

namespace OrderSync.Tests.Features.Products.Locks;

public sealed class LockImportTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_file_becomes_a_plan_and_only_its_confirmation_writes(DatabaseProvider provider)
    {
        await using var rig = await LockRig.CreateAsync(provider);
        var mug = await rig.Database.AddProductAsync("Mug", ["MUG"]);
        var cup = await rig.Database.AddProductAsync("Cup", ["CUP"], change: product => product.Variants[0].Ean = "5901234123457");
        await rig.Database.AddLockAsync(mug, LockKind.Stock);
        var file = Csv("sku,ean,kind,reason,until", "MUG,,stock,Sale,", "MUG,,PRICE,\"Sale, \"\"big\"\" one\",2026-12-31", ",5901234123457,all,,2026-12-24T18:00:00Z");

        var plan = (await rig.Import.PreviewAsync(file, default)).Value!;

        Assert.Equal((2, 1, 0), (plan.Changes.Count, plan.Unchanged, plan.Errors.Count));
        Assert.Single(await rig.Database.LocksAsync());
        var batch = (await rig.Import.ApplyAsync(ProductRows.Staff, file, plan.Fingerprint, default)).Value!;
        Assert.Equal((2, 2), (batch.Products, batch.Locks));
        var locks = await rig.Database.LocksAsync();
        Assert.Contains(locks, row => row.ProductId == mug && row is { Kind: LockKind.Price, Reason: "Sale, \"big\" one" } && row.Until == new DateTime(2026, 12, 31, 23, 0, 0));
        Assert.Contains(locks, row => row.ProductId == cup && row.Kind == LockKind.All && row.Until == new DateTime(2026, 12, 24, 18, 0, 0));
        Assert.Equal((2, 0), await rig.UndoAsync(batch));
    }

    [Fact]
    public async Task Each_line_with_a_fault_is_told_by_its_number()
    {
        await using var rig = await LockRig.CreateAsync();
        await rig.Database.AddProductAsync("Mug", ["MUG"], change: product => product.Variants[0].Ean = "111");
        await rig.Database.AddProductAsync("Mug, copy", ["MUG"], change: product => product.Variants[0].Ean = "222");
        await rig.Database.AddProductAsync("Cup", ["CUP"]);

        var plan = (await rig.Import.PreviewAsync(
            Csv(
                "sku,ean,kind,reason,until", "MUG,,all,,", "MUG,222,all,,", "LOST,,all,,", ",,all,,", "CUP,,colour,,", "CUP,,price,,soon", "CUP,,price,,2026-11-20", "",
                "CUP,,stock,\"over", "two lines\",", "CUP,,stock,again,"),
            default)).Value!;

        Assert.Equal([3, 10], plan.Changes.Select(row => row.Line));
        Assert.Equal([2, 4, 5, 6, 7, 8, 12], plan.Errors.Select(error => error.Line));
        Assert.Equal("2 products carry the SKU 'MUG'. Give SKU and EAN together, or lock the right one on its page.", plan.Errors[0].Message.ToString());
        Assert.Equal("Line 10 is about the same product and kind already.", plan.Errors[^1].Message.ToString());
    }

    [Fact]
    public async Task A_file_that_replaces_takes_off_what_it_does_not_name_unless_a_line_cannot_be_read()
    {
        await using var rig = await LockRig.CreateAsync();
        var mug = await rig.Database.AddProductAsync("Mug", ["MUG"]);
        var cup = await rig.Database.AddProductAsync("Cup", ["CUP"]);
        await rig.Database.AddLockAsync(mug, LockKind.Stock);
        await rig.Database.AddLockAsync(cup, LockKind.Stock);
        var broken = Csv("sku,kind,reason", "MUG,stock,Sale", "LOST,stock,Sale") with { Replace = true };
        var file = Csv("sku,kind,reason", "MUG,stock,Sale") with { Replace = true };

        Assert.Contains("file", (await rig.Import.ApplyAsync(ProductRows.Staff, broken, (await rig.Import.PreviewAsync(broken, default)).Value!.Fingerprint, default)).Refusal!.Fields.Keys);
        var plan = (await rig.Import.PreviewAsync(file, default)).Value!;
        await rig.Import.ApplyAsync(ProductRows.Staff, file, plan.Fingerprint, default);

        Assert.Equal((cup, null), Assert.Single(plan.Changes) is var off ? (off.ProductId, off.After) : default);
        Assert.Equal(mug, Assert.Single(await rig.Database.LocksAsync()).ProductId);
    }

    [Fact]
    public async Task Nothing_is_written_when_the_plan_would_come_out_differently_by_now()
    {
        await using var rig = await LockRig.CreateAsync();
        var mug = await rig.Database.AddProductAsync("Mug", ["MUG"]);
        var file = Csv("sku,kind,reason", "MUG,stock,Sale");
        var plan = (await rig.Import.PreviewAsync(file, default)).Value!;
        await rig.SetAsync(LockSelection.Of(mug), [LockKind.Stock], "Photo shoot", null);

        Assert.Equal(RefusalKind.Conflict, (await rig.Import.ApplyAsync(ProductRows.Staff, file, plan.Fingerprint, default)).Refusal!.Kind);
        Assert.Equal("Photo shoot", Assert.Single(await rig.Database.LocksAsync()).Reason);
    }

    [Fact]
    public async Task A_product_that_is_gone_is_found_unless_another_carries_its_number()
    {
        await using var rig = await LockRig.CreateAsync();
        var gone = await rig.Database.AddProductAsync("Old mug", ["MUG"], change: product => product.Variants[0].GoneAt = Rows.Now);
        var file = Csv("sku,kind", "MUG,stock");

        Assert.Equal(gone, Assert.Single((await rig.Import.PreviewAsync(file, default)).Value!.Changes).ProductId);
        var live = await rig.Database.AddProductAsync("Mug", ["MUG"]);
        Assert.Equal(live, Assert.Single((await rig.Import.PreviewAsync(file, default)).Value!.Changes).ProductId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("name,price\nMug,3")]
    [InlineData("sku,kind\nMUG,\"stock")]
    public async Task A_file_that_cannot_be_read_at_all_is_refused(string text)
    {
        await using var rig = await LockRig.CreateAsync();

        Assert.Contains("file", (await rig.Import.PreviewAsync(new LockFile(Encoding.UTF8.GetBytes(text), false, TimeZoneInfo.Utc), default)).Refusal!.Fields.Keys);
        Assert.Contains("file", (await rig.Import.PreviewAsync(new LockFile([0x73, 0xB3, 0xFF], false, TimeZoneInfo.Utc), default)).Refusal!.Fields.Keys);
    }

    [Fact]
    public async Task An_export_imported_again_changes_nothing_and_no_value_in_it_is_a_formula()
    {
        await using var rig = await LockRig.CreateAsync();
        var odd = await rig.Database.AddProductAsync("Mug", ["=MUG+1"]);
        var cup = await rig.Database.AddProductAsync("Cup", ["CUP"]);
        await rig.Database.AddLockAsync(odd, LockKind.Texts, Rows.Now.AddMinutes(90.5), reason: "@you; \"look\"");
        await rig.Database.AddLockAsync(cup, LockKind.Couriers, reason: "'-");

        var text = await new LockExport(new ProductQueries(rig.Database, rig.Clock)).WriteAsync(new ProductFilter(), default);
        var plan = (await rig.Import.PreviewAsync(Csv(text) with { Replace = true }, default)).Value!;

        Assert.StartsWith("sku,ean,kind,reason,until\r\nCUP,,couriers,''-,\r\n'=MUG+1,,texts,\"'@you; \"\"look\"\"\",2026-11-21T13:30:30Z", text, StringComparison.Ordinal);
        Assert.Equal((0, 2, 0), (plan.Changes.Count, plan.Unchanged, plan.Errors.Count));
    }

    private static LockFile Csv(params string[] lines) =>
        new(Encoding.UTF8.GetBytes(string.Join("\r\n", lines)), false, TimeZoneInfo.FindSystemTimeZoneById("Europe/Warsaw"));
}
