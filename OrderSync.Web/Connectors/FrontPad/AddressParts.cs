using System.Text.RegularExpressions;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>What an address is made of; a part that is not found is empty.</summary>
/// <param name="Street">With what could not be told apart.</param>
internal sealed record AddressParts(string Street, string Home, string Entrance, string Floor, string Apartment)
{
    /// <summary>
    /// Takes the two lines of a shop's address apart, in the ways Polish, Russian and English addresses are written. Nothing is lost: what is no
    /// part by its look stays with the street.
    /// </summary>
    public static AddressParts Split(string line1, string line2) => new AddressSplitter(line1, line2).Split();
}

internal sealed partial class AddressSplitter(string line1, string line2)
{
    private string text = string.Join(", ", new[] { Tidy(line1), Tidy(line2) }.Where(line => line.Length > 0));

    public AddressParts Split()
    {
        var entrance = Take(Entrance());
        var floor = Take(Floor());
        var apartment = Take(Apartment());
        var home = Take(NamedHouse());
        var street = Tidy(text);
        if (home.Length == 0)
        {
            (street, home, var flat) = FirstOf(street);
            apartment = apartment.Length > 0 ? apartment : flat;
        }
        else if (apartment.Length == 0 && HouseAndFlat().Match(home) is { Success: true } both)
        {
            (home, apartment) = (both.Groups["house"].Value, both.Groups["flat"].Value);
        }

        // What stood behind the house belongs to it: corpus and building.
        var block = BlockOf(ref street);
        return new AddressParts(Tidy(street), Tidy($"{home} {block}"), entrance, floor, apartment);
    }

    /// <summary>A house number without a word before it: at the end of the street, or, as in English, before it.</summary>
    private static (string Street, string House, string Flat) FirstOf(string street)
    {
        if (NumberAtEnd().Match(street) is { Success: true } end)
        {
            return (street.Remove(end.Index, end.Length), end.Groups["house"].Value, end.Groups["flat"].Value);
        }

        return NumberFirst().Match(street) is { Success: true } first
            ? (street.Remove(first.Index, first.Length), first.Groups["house"].Value, "")
            : (street, "", "");
    }

    private static string BlockOf(ref string street)
    {
        if (Block().Match(street) is not { Success: true } block)
        {
            return "";
        }

        street = street.Remove(block.Index, block.Length);
        return block.Groups["block"].Value;
    }

    private string Take(Regex part)
    {
        if (part.Match(text) is not { Success: true } found)
        {
            return "";
        }

        text = Tidy(text.Remove(found.Index, found.Length).Insert(found.Index, ", "));
        return found.Groups["value"].Value;
    }

    private static string Tidy(string part) => Signs().Replace(Spaces().Replace(part, " "), match => match.Value.Contains(',', StringComparison.Ordinal) ? ", " : " ").Trim(' ', ',', ';');

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\s*[,;](\s*[,;])*\s*|\s{2,}")]
    private static partial Regex Signs();

    private const string Flags = "(?i)";
    private const string Free = @"(?<![\p{L}\p{N}])";
    private const string Number = @"(?<value>\p{N}{1,5}\s?-?\p{L}?)(?![\p{L}\p{N}])";

    [GeneratedRegex(Flags + Free + @"(?:klatka|klatki|kl\.|подъезд|под-д|под\.|парадная|пар\.|entrance|entr\.|stairs?|staircase)\s*(?:nr\.?|№)?\s*:?\s*(?:" + Number + @"|(?<value>\p{L})(?![\p{L}\p{N}]))"
        + @"|(?<![\p{L}])(?<value>\p{N}{1,2})(?:-?[йя])?\s+(?:подъезд|entrance)(?!\p{L})")]
    private static partial Regex Entrance();

    [GeneratedRegex(Flags + Free + @"(?:piętro|pietro|p\.\s?(?=\d)|этаж|эт\.|floor|fl\.)\s*(?:nr\.?|№)?\s*:?\s*" + Number
        + @"|(?<![\p{L}])(?<value>\p{N}{1,2})(?:-?(?:й|st|nd|rd|th))?\s+(?:piętro|pietro|этаж|floor)(?!\p{L})")]
    private static partial Regex Floor();

    [GeneratedRegex(Flags + Free + @"(?:mieszkanie|mieszk\.|m\.|lokal|lok\.?|m(?=\s?\d)|квартира|кв\.?|оф\.|офис|помещение|пом\.|apartment|apt\.?|flat|unit|suite|ste\.?|room)\s*(?:nr\.?|№|#)?\s*:?\s*" + Number
        + @"|#\s?" + Number)]
    private static partial Regex Apartment();

    [GeneratedRegex(Flags + Free + @"(?:дом|д\.|д(?=\s?\d)|dom|nr domu|building no\.?|house|no\.|nr\.?)\s*(?:nr\.?|№)?\s*:?\s*(?<value>\p{N}{1,5}\s?\p{L}?(?![\p{L}])(?:\s?[/-]\s?\p{N}{1,5}\p{L}?)?)(?![\p{L}\p{N}])")]
    private static partial Regex NamedHouse();

    [GeneratedRegex(Flags + @"^(?<house>\p{N}{1,5}\s?\p{L}?)\s?-\s?(?<flat>\p{N}{1,5}\p{L}?)$")]
    private static partial Regex HouseAndFlat();

    /// <summary>"Długa 12/5", "Ленина 10-5", "Мира 12 корп. 3": behind at least one word.</summary>
    [GeneratedRegex(Flags + @"(?<=\p{L}.*[\s,.])(?<house>\p{N}{1,5}\s?\p{L}?)(?:\s?[/-]\s?(?<flat>\p{N}{1,5}\p{L}?))?(?=\s*(?:,|$|корп|к\.|стр|lit|лит|bud))")]
    private static partial Regex NumberAtEnd();

    [GeneratedRegex(Flags + @"(?:^|,\s)(?<house>\p{N}{1,5}(?:-\p{N}{1,5})?\s?\p{L}?)\s*,?\s+(?=\p{L}{2})")]
    private static partial Regex NumberFirst();

    [GeneratedRegex(Flags + Free + @"(?<block>(?:корпус|корп\.?|к\.|строение|стр\.?|литера?|лит\.|budynek|bud\.|blok|bl\.)\s*\p{N}{0,4}\s?\p{L}?)(?![\p{L}\p{N}])")]
    private static partial Regex Block();
}
