using OrderSync.Domain;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Features.Mappings;

namespace OrderSync.Tests.Features.Mappings;

/// <summary>Targets people type, because the other system cannot list them.</summary>
public sealed class TypedTargetTests
{
    private static readonly MappingTableOffer One = new("codes", "Codes", "Here", "") { Typed = new TypedTarget("7", FaultOf) };
    private static readonly MappingTableOffer Many = One with { Typed = new TypedTarget("7, 8", FaultOf) { IsList = true } };

    [Theory]
    [InlineData("\" 7 \"", "\"7\"")]
    [InlineData("7", "\"7\"")]
    [InlineData("\"  \"", null)]
    [InlineData("null", null)]
    public void A_code_is_kept_as_text_and_an_empty_one_is_none(string json, string? target) => Assert.Equal((target, null), MappingTargets.Read(One, json, []));

    [Fact]
    public void What_cannot_be_a_code_is_refused_in_its_own_words()
    {
        Assert.Equal(new Phrase("no code"), MappingTargets.Read(One, "\"x\"", []).Fault);
        Assert.Equal(new Phrase("no code"), MappingTargets.Read(One, "\"7, 8\"", []).Fault);
        Assert.Equal(new Phrase("no code"), MappingTargets.Read(Many, "\"7, x\"", []).Fault);
        Assert.NotNull(MappingTargets.Read(Many, $"\"{new string('7', 500)}\"", []).Fault);
    }

    [Fact]
    public void Several_codes_are_tidied_and_each_stands_in_one_row_only()
    {
        Assert.Equal("\"7, 8\"", MappingTargets.Read(Many, "\"7,8 , 7\"", []).Target);
        Assert.NotNull(MappingTargets.Repeated(Many, new Dictionary<string, string?> { ["a"] = "\"7, 8\"", ["b"] = "\"8\"" }));
        Assert.Null(MappingTargets.Repeated(Many, new Dictionary<string, string?> { ["a"] = "\"7\"", ["b"] = "\"8\"", ["c"] = null }));
        Assert.Null(MappingTargets.Repeated(One, new Dictionary<string, string?> { ["a"] = "\"7\"", ["b"] = "\"7\"" }));
    }

    private static Phrase? FaultOf(string code) => code.All(char.IsAsciiDigit) ? null : new Phrase("no code");
}
