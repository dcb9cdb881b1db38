using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Tests.Domain.Pharmacy;

public sealed class PacketPlannerTests
{
    private static OfferedProduct Item => new() { Ref = "501" };

    [Fact]
    public void Absent_fields_change_nothing() => AssertNothing(PacketDesk.Decide(Item));

    [Fact]
    public void Empty_fields_change_nothing() => AssertNothing(PacketDesk.Decide(
        Item with { Name = " ", Description = "", DescriptionIsHtml = true, Summary = "", Couriers = [], Photos = [] }, PacketDesk.Target with { Photos = ["ab"], Couriers = ["courier"] }));

    [Fact]
    public void Cleared_fields_are_erased()
    {
        var decision = PacketDesk.Decide(
            Item with { Cleared = [PacketField.Description, PacketField.Summary, PacketField.Couriers, PacketField.Photos] },
            PacketDesk.Target with { Photos = ["ab"], Couriers = ["courier"] });

        Assert.Equal("description summary couriers photos", decision.Set.Words());
        Assert.Equal(("", ""), (decision.Changes.Description, decision.Changes.Summary));
        Assert.Empty(decision.Changes.Couriers!);
        Assert.Empty(decision.Changes.Photos!);
    }

    [Theory]
    [InlineData(PacketField.Name, "thin-data")]
    [InlineData(PacketField.Price, "bad-price")]
    [InlineData(PacketField.Stock, "bad-stock")]
    [InlineData(PacketField.Vat, "bad-vat")]
    public void A_name_a_price_and_a_figure_cannot_be_erased(PacketField field, string code)
    {
        var decision = PacketDesk.Decide(Item with { Cleared = [field] });

        Assert.Equal((PacketVerdict.Invalid, code, PacketChanges.None), (decision.Verdict, decision.Code, decision.Changes));
    }

    [Fact]
    public void The_same_values_again_are_unchanged_and_mastered_all_the_same()
    {
        var decision = PacketDesk.Decide(Item with { Name = "Old", Price = 12.30m, Vat = 23, Stock = 10 });

        Assert.Equal((PacketVerdict.Unchanged, PacketChanges.None), (decision.Verdict, decision.Changes));
        Assert.Equal([FieldGroup.Stock, FieldGroup.Price, FieldGroup.Texts], decision.Masters.Order());
    }

    [Fact]
    public void Only_what_is_switched_off_was_sent_so_that_nothing_changes()
    {
        var decision = PacketDesk.Decide(Item with { Stock = 3, Price = 1 }, rules: new PacketRules { Stock = false, Price = false });

        Assert.Equal((PacketVerdict.Unchanged, "stock price"), (decision.Verdict, decision.Off.Words()));
        Assert.Empty(decision.Masters);
    }

    [Fact]
    public void What_is_switched_off_cannot_be_wrong()
    {
        var decision = PacketDesk.Decide(Item with { Price = -1 }, rules: new PacketRules { Price = false });

        Assert.Equal((PacketVerdict.Unchanged, ""), (decision.Verdict, decision.Code));
    }

    [Fact]
    public void A_broken_price_is_named_and_the_stock_beside_it_is_written()
    {
        var decision = PacketDesk.Decide(Item with { Stock = 4, Faults = [new FieldFault(PacketField.Price, "bad-price", new Phrase("price is not a number"))] });

        Assert.Equal((PacketVerdict.Invalid, "bad-price", "stock", 4), (decision.Verdict, decision.Code, decision.Set.Words(), decision.Changes.OnHand));
    }

    [Fact]
    public void Another_currency_is_refused_and_nothing_else()
    {
        var decision = PacketDesk.Decide(Item with { Stock = 4, Price = 5, Currency = "EUR" });

        Assert.Equal((PacketVerdict.Invalid, "bad-currency", "stock"), (decision.Verdict, decision.Code, decision.Set.Words()));
        Assert.Null(decision.Changes.PriceNet);
    }

    [Fact]
    public void A_product_without_any_key_is_left_alone_as_a_whole()
    {
        var decision = PacketDesk.Decide(new OfferedProduct { Stock = 4 });

        Assert.Equal((PacketVerdict.Invalid, "no-key", PacketChanges.None), (decision.Verdict, decision.Code, decision.Changes));
    }

    [Fact]
    public void A_tax_the_shops_do_not_have_stays_and_the_price_is_reckoned_with_the_old_one()
    {
        var decision = PacketDesk.Decide(Item with { Price = 24.60m, Vat = 7 });

        Assert.Null(decision.Changes.TaxRate);
        Assert.Equal(20m, decision.Changes.PriceNet);
        Assert.Equal(["vat-unmapped"], decision.Warnings);
        Assert.Equal((PacketVerdict.Updated, "price"), (decision.Verdict, decision.Set.Words()));
    }

    [Fact]
    public void A_new_tax_at_the_same_gross_price_changes_the_net_price()
    {
        var decision = PacketDesk.Decide(Item with { Price = 12.30m, Vat = 8 });

        Assert.Equal("price vat", decision.Set.Words());
        Assert.Equal(12.30m, PacketPrice.Gross(decision.Changes.PriceNet!.Value, 8));
    }

    [Fact]
    public void Couriers_nobody_mapped_are_left_out_with_a_warning()
    {
        var decision = PacketDesk.Decide(Item with { Couriers = ["KUR", "PIGEON"] });

        Assert.Equal(["courier"], decision.Changes.Couriers!);
        Assert.Equal(["courier-unmapped"], decision.Warnings);
    }

    [Fact]
    public void When_no_courier_is_mapped_the_product_is_not_opened_to_all_of_them()
    {
        var decision = PacketDesk.Decide(Item with { Couriers = ["PIGEON"] }, PacketDesk.Target with { Couriers = ["locker"] });

        Assert.Null(decision.Changes.Couriers);
        Assert.Equal(["courier-unmapped"], decision.Warnings);
    }

    [Fact]
    public void Pictures_that_are_there_already_change_nothing()
    {
        var photo = new OfferedPhoto([1, 2, 3], 1);

        AssertNothing(PacketDesk.Decide(Item with { Photos = [photo] }, PacketDesk.Target with { Photos = [photo.Hash] }));
    }

    [Fact]
    public void Too_many_and_too_large_pictures_are_refused()
    {
        Assert.Equal("bad-photo", PacketDesk.Decide(Item with { Photos = [.. Enumerable.Range(1, 6).Select(place => new OfferedPhoto([1], place))] }).Code);
        Assert.Equal("bad-photo", PacketDesk.Decide(Item with { Photos = [new OfferedPhoto(new byte[PacketInput.PhotoBytes + 1], 1)] }).Code);
    }

    [Fact]
    public void Texts_have_limits()
    {
        var name = PacketDesk.Decide(Item with { Name = new string('x', 129) });
        Assert.Equal((128, "name-trimmed"), (name.Changes.Name!.Length, name.Warnings.Single()));

        Assert.Equal("too-long", PacketDesk.Decide(Item with { Summary = new string('x', 801) }).Code);
        Assert.Equal("too-long", PacketDesk.Decide(Item with { Description = new string('x', 60_001) }).Code);
    }

    [Fact]
    public void A_plain_description_is_kept_as_html()
    {
        Assert.Equal("3 &lt; 5 &amp; 7<br>end", PacketDesk.Decide(Item with { Description = "3 < 5 & 7\nend" }).Changes.Description);
        Assert.Equal("<p>3</p>", PacketDesk.Decide(Item with { Description = "<p>3</p>", DescriptionIsHtml = true }).Changes.Description);
    }

    [Theory]
    [InlineData(50, 3, 0, false, 53, null)]
    [InlineData(50, 3, 2, true, 51, -2)]
    [InlineData(50, 3, 2, false, 53, null)]
    [InlineData(1, 3, 3, true, 3, -1)]
    [InlineData(0, 3, 3, true, 3, null)]
    public void What_lies_there_is_what_is_offered_and_what_is_promised(int sent, int promised, int waiting, bool subtract, int onHand, int? adjusted)
    {
        var decision = PacketDesk.Decide(
            Item with { Stock = sent }, PacketDesk.Target with { Promised = promised, Waiting = waiting, OnHand = null }, PacketDesk.Everything with { SubtractWaiting = subtract });

        Assert.Equal((onHand, adjusted), (decision.Changes.OnHand!.Value, decision.Adjusted));
    }

    [Fact]
    public void Less_than_nothing_is_nothing_with_a_warning()
    {
        var decision = PacketDesk.Decide(Item with { Stock = -4 });

        Assert.Equal((0, "stock-negative"), (decision.Changes.OnHand!.Value, decision.Warnings.Single()));
    }

    [Theory]
    [InlineData(RemovalRule.Deactivate, "stock deleted")]
    [InlineData(RemovalRule.ZeroStock, "stock")]
    [InlineData(RemovalRule.Ignore, "")]
    public void What_is_taken_out_of_the_offer_is_treated_as_chosen(RemovalRule rule, string set)
    {
        var decision = PacketDesk.Decide(Item with { Deleted = true }, rules: PacketDesk.Everything with { Removal = rule });

        Assert.Equal(set, decision.Set.Words());
        Assert.Equal(rule == RemovalRule.Deactivate, decision.Changes.Deactivate);
        Assert.Equal(rule == RemovalRule.Ignore ? null : 0, decision.Changes.OnHand);
    }

    [Fact]
    public void What_is_taken_out_of_the_offer_is_sold_out_whatever_stock_is_sent_with_it()
    {
        var changes = PacketDesk.Decide(Item with { Deleted = true, Stock = 5 }).Changes;

        Assert.Equal((0, true), (changes.OnHand!.Value, changes.Deactivate));
        Assert.Equal(3, PacketDesk.Decide(Item with { Deleted = true, Stock = 5 }, PacketDesk.Target with { Promised = 3 }).Changes.OnHand);
        Assert.Equal(5, PacketDesk.Decide(Item with { Deleted = true, Stock = 5 }, rules: PacketDesk.Everything with { Removal = RemovalRule.Ignore }).Changes.OnHand);
    }

    [Fact]
    public void A_broken_figure_does_not_keep_on_sale_what_is_taken_out_of_the_offer()
    {
        var item = Item with { Deleted = true, Faults = [new FieldFault(PacketField.Stock, "bad-stock", new Phrase("stock is not a number"))] };

        Assert.Equal((PacketVerdict.Updated, 0), (PacketDesk.Decide(item).Verdict, PacketDesk.Decide(item).Changes.OnHand!.Value));
        Assert.Equal("bad-stock", PacketDesk.Decide(item, rules: PacketDesk.Everything with { Removal = RemovalRule.Ignore }).Code);
    }

    [Fact]
    public void Where_packets_do_not_say_the_stock_a_removal_does_not_either()
    {
        var decision = PacketDesk.Decide(Item with { Deleted = true }, rules: PacketDesk.Everything with { Stock = false });

        Assert.Equal(("deleted", "stock", null), (decision.Set.Words(), decision.Off.Words(), decision.Changes.OnHand));
    }

    [Fact]
    public void A_stock_lock_holds_the_zero_of_a_removal_too()
    {
        var decision = PacketDesk.Decide(
            Item with { Deleted = true }, PacketDesk.Target with { Locks = PacketDesk.Locks(LockKind.Stock) }, PacketDesk.Everything with { Removal = RemovalRule.ZeroStock });

        Assert.Equal((PacketVerdict.Locked, "stock"), (decision.Verdict, decision.LockedWords));
        var switchedOff = PacketDesk.Decide(Item with { Deleted = true }, PacketDesk.Target with { Locks = PacketDesk.Locks(LockKind.Stock) });
        Assert.Equal((PacketVerdict.Updated, "deleted", "stock"), (switchedOff.Verdict, switchedOff.Set.Words(), switchedOff.LockedWords));
    }

    [Fact]
    public void An_item_that_is_back_in_the_offer_switches_nothing_on()
    {
        AssertNothing(PacketDesk.Decide(Item with { Deleted = false, Rx = false }, PacketDesk.Target with { Active = false }));
    }

    [Fact]
    public void One_variant_of_several_changes_its_stock_and_price_and_nothing_of_the_product()
    {
        var decision = PacketDesk.Decide(PacketDesk.Full with { Deleted = null }, PacketDesk.Target with { HasSiblings = true });

        Assert.Equal("stock price", decision.Set.Words());
        Assert.Equal(19.90m, PacketPrice.Gross(decision.Changes.PriceNet!.Value, 23));
        Assert.Contains("of-product", decision.Warnings);
    }

    [Fact]
    public void One_variant_of_several_that_is_taken_out_of_the_offer_is_sold_out()
    {
        var decision = PacketDesk.Decide(Item with { Deleted = true, Stock = 5 }, PacketDesk.Target with { HasSiblings = true });

        Assert.Equal((0, false), (decision.Changes.OnHand!.Value, decision.Changes.Deactivate));
    }

    [Fact]
    public void Missing_numbers_are_filled_in_once()
    {
        var decision = PacketDesk.Decide(Item with { Bloz = "0990501", Ean = "2000000000015" }, PacketDesk.Target with { Ean = "", Bloz = "" });
        Assert.Equal("bloz ean", decision.Set.Words());

        AssertNothing(PacketDesk.Decide(Item with { Bloz = "0990501", Ean = "2000000000015" }, PacketDesk.Target with { Bloz = "0990999" }));
        AssertNothing(PacketDesk.Decide(Item with { Ean = "2000000000015" }, PacketDesk.Target with { Ean = "", EanIsElsewhere = true }));
    }

    private static void AssertNothing(PacketDecision decision)
    {
        Assert.Equal((PacketVerdict.Unchanged, PacketChanges.None, ""), (decision.Verdict, decision.Changes, decision.Set.Words()));
        Assert.Empty(decision.Locked);
    }
}
