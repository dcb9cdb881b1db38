using System.Globalization;
using System.Text.RegularExpressions;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>
/// Where the value of a field comes from, as a merchant writes it: a word (<c>line1</c>), the text behind a label in what the customer wrote
/// (<c>note[Time]</c>), a text of one's own in quotes (<c>'2'</c>), or several of them joined by <c>+</c>.
/// </summary>
internal sealed partial class FieldSource
{
    private static readonly Dictionary<string, Func<FieldContext, string>> Words = new(StringComparer.Ordinal)
    {
        ["street"] = context => context.Parts.Street,
        ["home"] = context => context.Parts.Home,
        ["entrance"] = context => context.Parts.Entrance,
        ["floor"] = context => context.Parts.Floor,
        ["apartment"] = context => context.Parts.Apartment,
        ["line1"] = context => context.Address.Line1,
        ["line2"] = context => context.Address.Line2,
        ["city"] = context => context.Address.City,
        ["postcode"] = context => context.Address.PostalCode,
        ["state"] = context => context.Address.State,
        ["company"] = context => context.Address.Company,
        ["other"] = context => context.Address.Other,
        ["name"] = context => context.Address.FullName.Length > 0 ? context.Address.FullName : context.Order.CustomerName,
        ["email"] = context => context.Order.Email,
        ["phone"] = context => context.Order.Phone.Length > 0 ? context.Order.Phone : context.Address.Phone,
        ["note"] = context => context.Order.Note,
        ["gift"] = context => context.Order.GiftMessage,
        ["reference"] = context => context.Order.Reference,
        ["id"] = context => context.Order.ExternalId,
        ["carrier"] = context => context.Order.CarrierName,
        ["payment"] = context => context.Order.PaymentText,
        ["discount"] = context => string.Join(", ", context.Order.Discounts.Select(discount => discount.Name)),
        ["total"] = context => context.Order.Total.ToString("0.##", CultureInfo.InvariantCulture),
    };

    /// <summary>Texts a label can be looked for in.</summary>
    private static readonly string[] Labelled = ["note", "other", "gift", "line2"];

    private readonly List<Func<FieldContext, string>> parts;

    private FieldSource(List<Func<FieldContext, string>> parts) => this.parts = parts;

    public static IEnumerable<string> Known => Words.Keys;

    /// <summary>Null when the text is no source; an empty one is one that gives nothing.</summary>
    public static FieldSource? Parse(string text)
    {
        var parts = new List<Func<FieldContext, string>>();
        foreach (var part in Parts().Matches(text).Select(match => match.Value.Trim()).Where(part => part.Length > 0))
        {
            if (ParsePart(part) is not { } read)
            {
                return null;
            }

            parts.Add(read);
        }

        return new FieldSource(parts);
    }

    /// <summary>One line; parts that are empty leave no gap.</summary>
    public string Read(FieldContext context) => FrontPadText.Line(string.Join(' ', parts.Select(part => part(context)).Where(value => value.Length > 0)));

    private static Func<FieldContext, string>? ParsePart(string part)
    {
        if (part is ['\'', .. var constant, '\''])
        {
            return _ => constant;
        }

        if (LabelledWord().Match(part) is { Success: true } match && Labelled.Contains(match.Groups["word"].Value))
        {
            var (read, label) = (Words[match.Groups["word"].Value], match.Groups["label"].Value.Trim());
            return context => Behind(read(context), label);
        }

        return Words.GetValueOrDefault(part);
    }

    /// <summary>"Time: 18:30" gives "18:30": to the end of the line or the next semicolon.</summary>
    private static string Behind(string text, string label)
    {
        var found = Regex.Match(
            text, $@"(?:^|[\s;,.])(?:{Regex.Escape(label)})\s*[:=]\s*(?<value>[^;\r\n]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return found.Groups["value"].Value.Trim();
    }

    /// <summary>A quote or a bracket that is not closed goes to the end, and so is no source.</summary>
    [GeneratedRegex(@"(?:'[^']*(?:'|$)|\[[^\]]*(?:\]|$)|[^+'\[])+")]
    private static partial Regex Parts();

    [GeneratedRegex(@"^(?<word>[a-z0-9]+)\[(?<label>[^\]]+)\]$")]
    private static partial Regex LabelledWord();
}

/// <summary>What sources read from.</summary>
internal sealed class FieldContext(Order order)
{
    private AddressParts? parts;

    public Order Order => order;

    public PostalAddress Address { get; } = order.DeliveryAddress ?? order.InvoiceAddress ?? new PostalAddress();

    public AddressParts Parts => parts ??= AddressParts.Split(Address.Line1, Address.Line2);
}

/// <summary>A field of new_order that a merchant may fill from a source.</summary>
/// <param name="Most">Characters, or digits.</param>
internal sealed record FillableField(string Name, FieldKind Kind, int Most)
{
    /// <summary>What it is to people.</summary>
    public required string Title { get; init; }

    /// <summary>Where it comes from at first; empty for nowhere.</summary>
    public string Usual { get; init; } = "";
}

internal enum FieldKind
{
    /// <summary>Cut when it is too long.</summary>
    Text,

    /// <summary>Left out when it is too long: half of it would be another one.</summary>
    Exact,

    /// <summary>Digits only; left out when it is not.</summary>
    Digits,

    /// <summary>A number; what is none holds the order, because it changes what the customer pays.</summary>
    Amount,

    /// <summary>A whole number of percent, 1 to 100.</summary>
    Percent,
    Time,
    Phone,
}

/// <summary>The fields of new_order besides products and codes (contracts/frontpad.md §2.1), in the order they travel.</summary>
internal static class FillableFields
{
    public static readonly IReadOnlyList<FillableField> All =
    [
        new("score", FieldKind.Amount, 12) { Title = "Points used as payment" },
        new("sale", FieldKind.Percent, 3) { Title = "Discount, percent" },
        new("sale_amount", FieldKind.Amount, 12) { Title = "Discount, sum" },
        new("card", FieldKind.Digits, 16) { Title = "Customer card" },
        new("street", FieldKind.Text, 50) { Title = "Street", Usual = "street" },
        new("home", FieldKind.Text, 50) { Title = "House", Usual = "home" },
        new("pod", FieldKind.Exact, 2) { Title = "Entrance", Usual = "entrance" },
        new("et", FieldKind.Exact, 2) { Title = "Floor", Usual = "floor" },
        new("apart", FieldKind.Text, 50) { Title = "Flat", Usual = "apartment" },
        new("phone", FieldKind.Phone, 50) { Title = "Phone", Usual = "phone" },
        new("mail", FieldKind.Exact, 50) { Title = "E-mail", Usual = "email" },
        new("descr", FieldKind.Text, 100) { Title = "Note", Usual = "reference + note" },
        new("name", FieldKind.Text, 50) { Title = "Customer name", Usual = "name" },
        new("certificate", FieldKind.Exact, 100) { Title = "Certificate" },
        new("person", FieldKind.Digits, 2) { Title = "Persons" },
        new("datetime", FieldKind.Time, 19) { Title = "Wanted time" },
    ];

}
