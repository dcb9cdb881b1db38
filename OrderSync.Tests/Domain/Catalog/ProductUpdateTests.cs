using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;

namespace OrderSync.Tests.Domain.Catalog;

public sealed class ProductUpdateTests
{
    private static readonly DateTime Now = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);
    private readonly Product product = new() { Name = "Old name", Kind = ProductKind.Simple, CreatedAt = Now, UpdatedAt = Now };
    private readonly Variant variant = new() { Position = 1, PriceNet = 5, Sku = "OLD" };

    [Fact]
    public void Names_prices_and_references_are_taken_over_with_their_writer()
    {
        var held = Apply(LockSet.None);

        Assert.Empty(held);
        Assert.Equal(("New name", 9m, "NEW"), (product.Name, variant.PriceNet, variant.Sku));
        Assert.Equal([FieldGroup.Texts, FieldGroup.Price], product.Writers.Select(writer => writer.Group));
        Assert.All(product.Writers, writer => Assert.Equal("My shop", writer.Writer));
    }

    [Fact]
    public void A_price_lock_keeps_the_price_and_lets_the_name_through()
    {
        var held = Apply(Locks(LockKind.Price));

        Assert.Equal([FieldGroup.Price], held);
        Assert.Equal(("New name", 5m), (product.Name, variant.PriceNet));
    }

    [Fact]
    public void A_texts_lock_keeps_the_name_and_lets_the_price_through()
    {
        Assert.Equal([FieldGroup.Texts], Apply(Locks(LockKind.Texts)));
        Assert.Equal(("Old name", 9m), (product.Name, variant.PriceNet));
    }

    [Fact]
    public void A_lock_on_everything_keeps_both_and_still_takes_the_references()
    {
        Assert.Equal([FieldGroup.Texts, FieldGroup.Price], Apply(Locks(LockKind.All)));
        Assert.Equal(("Old name", 5m, "NEW"), (product.Name, variant.PriceNet, variant.Sku));
    }

    [Fact]
    public void A_lock_on_stock_holds_nothing_a_catalogue_brings()
    {
        Assert.Empty(Apply(Locks(LockKind.Stock)));
    }

    [Fact]
    public void A_lock_that_has_run_out_holds_nothing()
    {
        Assert.Empty(Apply(LockSet.At([Lock(LockKind.All, Now)], Now)));
    }

    [Fact]
    public void A_lock_holds_nothing_back_where_nothing_differs()
    {
        Apply(LockSet.None);

        Assert.Empty(Apply(Locks(LockKind.All)));
    }

    [Fact]
    public void Another_shop_overwrites_nothing_the_first_one_masters()
    {
        Apply(LockSet.None);

        var held = ProductUpdate.Apply(product, Variants, Shown with { Name = "Other name" }, LockSet.None, Writer with { IntegrationId = 2, Writer = "Other shop" });

        Assert.Empty(held);
        Assert.Equal("New name", product.Name);
    }

    private static ExternalProduct Shown => new()
    {
        ExternalId = "9",
        Kind = ProductKind.Simple,
        Name = "New name",
        Variants = [new ExternalVariant { ExternalId = "", Sku = "NEW", PriceNet = 9 }],
    };

    private static FieldWriter Writer => new(FieldGroup.Texts, 1, "My shop", Now);

    private Dictionary<string, Variant> Variants => new() { [""] = variant };

    private IReadOnlyList<FieldGroup> Apply(LockSet locks) => ProductUpdate.Apply(product, Variants, Shown, locks, Writer);

    private static LockSet Locks(LockKind kind) => LockSet.At([Lock(kind, null)], Now);

    private static ProductLock Lock(LockKind kind, DateTime? until) => new() { ProductId = 1, Kind = kind, Owner = "Max", Since = Now, Until = until };
}
