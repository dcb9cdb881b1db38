using OrderSync.Domain.Pharmacy;

namespace OrderSync.Tests.Domain.Pharmacy;

public sealed class PacketMatchingTests
{
    private static readonly MatchTarget Mug = new(11, 1);
    private static readonly MatchTarget Cup = new(12, 2);
    private static readonly MatchTarget CupRed = new(13, 2);
    private static readonly PacketRules All = new() { Matching = [MatchStep.Link, MatchStep.Bloz, MatchStep.Ean, MatchStep.Reference, MatchStep.Name] };
    private readonly MatchIndex index = new();

    private static OfferedProduct Item => new() { Ref = "501", Bloz = "0990501", Ean = "2000000000015", Name = "Sample gel  50 ml" };

    [Fact]
    public void What_was_found_before_is_found_again()
    {
        index.Remember("ref:501", new RememberedItem(Mug, false, false, false));

        Assert.Equal(new ItemMatch.Found(Mug, MatchStep.Link, false), Match());
    }

    [Fact]
    public void A_pair_made_by_a_person_holds_although_remembering_is_switched_off()
    {
        index.Remember("ref:501", new RememberedItem(Mug, false, IsFirm: true, false));
        index.Add(MatchStep.Bloz, "0990501", Mug);

        Assert.Equal(new ItemMatch.Found(Mug, MatchStep.Link, false), Match(new PacketRules()));
    }

    [Fact]
    public void A_pair_that_was_found_counts_only_where_remembering_is_chosen()
    {
        index.Remember("ref:501", new RememberedItem(Mug, false, false, false));

        Assert.IsType<ItemMatch.Nothing>(Match(new PacketRules()));
    }

    [Fact]
    public void A_pair_whose_product_is_gone_is_dropped_and_the_search_goes_on()
    {
        index.Remember("ref:501", new RememberedItem(null, IsGone: true, IsFirm: true, false));
        index.Add(MatchStep.Bloz, "0990501", Cup);

        Assert.Equal(new ItemMatch.Found(Cup, MatchStep.Bloz, false), Match());
    }

    [Fact]
    public void An_item_left_out_by_a_person_is_not_looked_for()
    {
        index.Remember("ref:501", new RememberedItem(null, false, false, LeftOut: true));
        index.Add(MatchStep.Bloz, "0990501", Cup);

        Assert.Equal(new ItemMatch.Nothing(LeftOut: true), Match());
    }

    [Fact]
    public void A_pair_against_which_the_bloz_number_speaks_is_kept_and_said_so()
    {
        index.Remember("ref:501", new RememberedItem(Mug, false, false, false));
        index.Add(MatchStep.Bloz, "0990501", Cup);

        Assert.Equal(new ItemMatch.Found(Mug, MatchStep.Link, KeyConflict: true), Match());
    }

    [Fact]
    public void The_first_step_that_finds_something_decides()
    {
        index.Add(MatchStep.Ean, "2000000000015", Mug);
        index.Add(MatchStep.Reference, "501", Cup);

        Assert.Equal(new ItemMatch.Found(Mug, MatchStep.Ean, false), Match());
        Assert.Equal(new ItemMatch.Found(Cup, MatchStep.Reference, false), Match(All with { Matching = [MatchStep.Reference, MatchStep.Ean] }));
    }

    [Fact]
    public void Several_products_at_a_step_stop_the_search()
    {
        index.Add(MatchStep.Ean, "2000000000015", Mug);
        index.Add(MatchStep.Ean, "2000000000015", Cup);
        index.Add(MatchStep.Reference, "501", Cup);

        var match = Assert.IsType<ItemMatch.Ambiguous>(Match());
        Assert.Equal(MatchStep.Ean, match.At);
        Assert.Equal([1L, 2L], match.Products);
    }

    [Fact]
    public void Two_variants_of_one_product_with_the_same_number_are_several()
    {
        index.Add(MatchStep.Ean, "2000000000015", Cup);
        index.Add(MatchStep.Ean, "2000000000015", CupRed);

        Assert.Equal([2L], Assert.IsType<ItemMatch.Ambiguous>(Match()).Products);
    }

    [Fact]
    public void A_variant_of_a_product_may_be_found()
    {
        index.Add(MatchStep.Bloz, "0990501", CupRed);

        Assert.Equal(CupRed, Assert.IsType<ItemMatch.Found>(Match()).Target);
    }

    [Fact]
    public void At_most_five_candidates_are_named()
    {
        for (var id = 1; id <= 9; id++)
        {
            index.Add(MatchStep.Bloz, "0990501", new MatchTarget(id, id));
        }

        Assert.Equal([1L, 2L, 3L, 4L, 5L], Assert.IsType<ItemMatch.Ambiguous>(Match()).Products);
    }

    [Theory]
    [InlineData("012345678905")]
    [InlineData("0012345678905")]
    [InlineData("00012345678905")]
    public void An_ean_is_found_however_it_is_written(string written)
    {
        index.Add(MatchStep.Ean, "012345678905", Mug);

        Assert.Equal(Mug, Assert.IsType<ItemMatch.Found>(Match(item: Item with { Ean = written })).Target);
    }

    [Fact]
    public void A_reference_may_be_the_number_or_the_bloz_number_of_the_item()
    {
        index.Add(MatchStep.Reference, "0990501", Mug);

        Assert.Equal(Mug, Assert.IsType<ItemMatch.Found>(Match()).Target);
    }

    [Fact]
    public void Blanks_and_capitals_make_no_difference_between_names()
    {
        index.Add(MatchStep.Name, " SAMPLE  gel 50 ML", Mug);

        Assert.Equal(new ItemMatch.Found(Mug, MatchStep.Name, false), Match());
    }

    [Fact]
    public void A_second_item_with_the_same_ean_does_not_take_the_product_of_the_first()
    {
        index.Add(MatchStep.Ean, "2000000000015", Mug);
        index.Pair(Mug.VariantId, "ref:500");

        Assert.Equal([1L], Assert.IsType<ItemMatch.Ambiguous>(Match()).Products);
    }

    [Fact]
    public void A_bloz_number_finds_its_product_although_the_item_had_another_number_before()
    {
        index.Add(MatchStep.Bloz, "0990501", Mug);
        index.Pair(Mug.VariantId, "ref:500");

        Assert.Equal(Mug, Assert.IsType<ItemMatch.Found>(Match()).Target);
    }

    [Fact]
    public void Nothing_is_found_by_what_the_item_does_not_say()
    {
        index.Add(MatchStep.Bloz, "", Mug);
        index.Add(MatchStep.Ean, "", Mug);
        index.Add(MatchStep.Name, " ", Mug);

        Assert.Equal(new ItemMatch.Nothing(false), Match(item: new OfferedProduct { Ref = "9" }));
    }

    [Theory]
    [InlineData("2000000000015", true)]
    [InlineData("2000000000016", false)]
    [InlineData("96385074", true)]
    [InlineData("0000000000000", false)]
    [InlineData("12345", false)]
    [InlineData("20000000000A5", false)]
    public void A_number_of_a_trade_item_has_a_length_and_a_check_digit(string code, bool valid) => Assert.Equal(valid, Gtin.IsValid(code));

    [Fact]
    public void A_upc_has_three_forms() => Assert.Equal(["012345678905", "0012345678905", "00012345678905"], Gtin.Forms("012345678905"));

    private ItemMatch Match(PacketRules? rules = null, OfferedProduct? item = null) => PacketMatching.Match(item ?? Item, rules ?? All, index);
}
