using OrderSync.Web.Data;

namespace OrderSync.Tests.Data;

public sealed class SearchTermsTests
{
    [Theory]
    [InlineData("Nováková", "novakova")]
    [InlineData("ŁÓDŹ", "lodz")]
    [InlineData("Иванов", "иванов")]
    [InlineData("#QWERTYUIO", "qwertyuio")]
    [InlineData("bozena@Example.com", "bozena@example.com")]
    [InlineData("北京", "北京")]
    [InlineData("„Żółć”", "zolc")]
    [InlineData("«Кружка»,", "кружка")]
    [InlineData("(SB-POS-7)", "sb-pos-7")]
    public void Words_are_found_whatever_their_case_and_accents(string typed, string term) =>
        Assert.Equal([term], SearchTerms.OfQuery(typed));

    [Fact]
    public void Long_words_are_cut_to_what_is_stored() =>
        Assert.Equal(SearchTerms.MaxLength, SearchTerms.OfQuery(new string('x', 100)).Single().Length);

    [Fact]
    public void Blanks_find_nothing() => Assert.Empty(SearchTerms.OfQuery("   "));
}
