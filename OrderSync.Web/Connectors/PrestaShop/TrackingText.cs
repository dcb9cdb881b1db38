using System.Collections.Frozen;
using OrderSync.Domain;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// Tracking numbers as PrestaShop takes them: one field of 64 characters, ASCII only, for all parcels (contract §3.3, §4.4, observed 36).
/// </summary>
/// <param name="Fault">Why nothing of it may be sent; the rest is empty then.</param>
internal sealed record TrackingText(string Text, Phrase? Fault = null)
{
    /// <summary>From 9.x more is refused; 8.x cuts it and says that it has not.</summary>
    public const int Longest = 64;

    private const string Between = ", ";

    /// <summary>Letters and digits besides. The comma, which the shop takes too, parts the numbers.</summary>
    private static readonly FrozenSet<char> Signs = "~:#%&_=()[].? +-@/".ToFrozenSet();

    /// <summary>Numbers that found no room, main parcel first.</summary>
    public IReadOnlyList<string> LeftOut { get; private init; } = [];

    /// <summary>What is worth knowing of a text that could be sent.</summary>
    public Phrase? Note => LeftOut.Count == 0 ? null
        : new Phrase("PrestaShop holds {0} characters: these numbers found no room: {1}.", $"{Longest}", string.Join(Between, LeftOut));

    public static TrackingText Of(IEnumerable<string> numbers)
    {
        var wanted = Parts(numbers);
        if (wanted.Count == 0)
        {
            return Refuse(new Phrase("There is no tracking number to send."));
        }

        if (wanted.FirstOrDefault(number => !number.All(IsTaken)) is { } odd)
        {
            return Refuse(new Phrase("PrestaShop does not take the tracking number '{0}': '{1}' is not allowed in it.", odd, $"{odd.First(sign => !IsTaken(sign))}"));
        }

        if (wanted[0].Length > Longest)
        {
            return Refuse(new Phrase("PrestaShop does not take the tracking number '{0}': it is longer than {1} characters.", wanted[0], $"{Longest}"));
        }

        var (text, leftOut) = (wanted[0], new List<string>());
        foreach (var number in wanted.Skip(1))
        {
            if (text.Length + Between.Length + number.Length <= Longest)
            {
                text += Between + number;
            }
            else
            {
                leftOut.Add(number);
            }
        }

        return new TrackingText(text) { LeftOut = leftOut };
    }

    /// <summary>The shop shows all numbers that this would bring; somebody may have added others.</summary>
    public bool IsShownBy(string shown)
    {
        var there = Parts([shown]);
        return Parts([Text]).All(number => there.Contains(number, StringComparer.OrdinalIgnoreCase));
    }

    private static List<string> Parts(IEnumerable<string> texts) =>
        [.. texts.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static bool IsTaken(char sign) => char.IsAsciiLetterOrDigit(sign) || Signs.Contains(sign);

    private static TrackingText Refuse(Phrase fault) => new("", fault);
}
