using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>
/// Reads the fields of one product as text into what they mean. A field that cannot be used becomes a fault at that field; the others go on
/// (contracts/kamsoft.md §7.3, §7.4).
/// </summary>
internal sealed partial class FieldReader
{
    public const int LongestRef = 64;
    public const int LargestPhoto = 2 * 1024 * 1024;
    public const int MostPhotos = 5;
    private const int LargestStock = 999_999_999;

    private readonly List<FieldFault> faults = [];
    private readonly List<string> warnings = [];

    public IReadOnlyList<FieldFault> Faults => faults;

    public IReadOnlyList<string> Warnings => [.. warnings.Distinct()];

    public string Bloz(string text) =>
        text.Length is 0 || text == "0000000" ? ""
        : Gtin.IsBloz(text) ? text
        : Fault("", PacketField.Bloz, "bad-bloz", new Phrase("BLOZ number is not seven digits"));

    public string Ean(string text) =>
        text.Length == 0 ? ""
        : Gtin.IsValid(text) ? text
        : Fault("", PacketField.Ean, "bad-ean", new Phrase("EAN has not 8, 12, 13 or 14 digits, or its check digit is wrong"));

    /// <summary>Plain text becomes paragraphs, so that what follows knows HTML only.</summary>
    public static string? Description(string text, bool isHtml) =>
        text.Length == 0 ? null
        : isHtml ? text
        : string.Concat(LineEnds().Split(text).Where(line => line.Trim().Length > 0).Select(line => $"<p>{WebUtility.HtmlEncode(line.Trim())}</p>"));

    /// <summary>How long texts may be is the packets' own rule, the same for every way they come.</summary>
    public static string? Text(string text) => text.Length == 0 ? null : text;

    public int? Stock(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (Decimal(text) is not { } value || Math.Abs(value) > LargestStock)
        {
            return Fault<int?>(null, PacketField.Stock, "bad-stock", new Phrase("stock is not a number of pieces"));
        }

        if (value != decimal.Truncate(value))
        {
            warnings.Add("stock-fraction");
        }

        if (value < 0)
        {
            warnings.Add("stock-negative");
        }

        return (int)Math.Max(0, decimal.Truncate(value));
    }

    public decimal? Price(string text) =>
        text.Length == 0 ? null
        : Decimal(text) is not { } price ? Fault<decimal?>(null, PacketField.Price, "bad-price", new Phrase("price is not a number"))
        : IsNone(price) || price > 10_000_000 ? Fault<decimal?>(null, PacketField.Price, "bad-price", new Phrase("price is not above zero, or beyond all measure"))
        : price;

    /// <summary>A price of an offer: where it is missing or not above zero the offer has none (§6).</summary>
    public decimal? OfferPrice(string text)
    {
        if (text.Length == 0 || (Decimal(text) is { } price && IsNone(price)))
        {
            warnings.Add("price-missing");
            return null;
        }

        return Price(text);
    }

    /// <summary>Percent; "zw" is exempt.</summary>
    public decimal? Vat(string text) =>
        text.Length == 0 ? null
        : SafeXml.Is(text, "zw") ? 0
        : Decimal(text.TrimEnd('%', ' ')) is >= 0 and <= 100 and var vat ? vat
        : Fault<decimal?>(null, PacketField.Vat, "bad-vat", new Phrase("VAT is neither a percentage nor 'zw'"));

    public bool? Flag(string text) => YesNo(text);

    /// <summary>Bytes only, never an address: nothing is fetched (S2).</summary>
    public IReadOnlyList<OfferedPhoto>? Photos(IReadOnlyList<(string Content, string Position)> sent)
    {
        var photos = new List<OfferedPhoto>();
        foreach (var (content, position) in sent.Where(photo => photo.Content.Length > 0))
        {
            if (photos.Count == MostPhotos)
            {
                _ = Fault("", PacketField.Photos, "bad-photo", new Phrase("more than {0} photos", N(MostPhotos)));
                break;
            }

            var bytes = new byte[content.Length * 3 / 4 + 3];
            if (!Convert.TryFromBase64String(content, bytes, out var length) || length is 0 or > LargestPhoto)
            {
                _ = Fault("", PacketField.Photos, "bad-photo", new Phrase("photo is not Base64, or larger than {0} MiB", N(LargestPhoto / 1024 / 1024)));
                continue;
            }

            photos.Add(new OfferedPhoto(bytes[..length], int.TryParse(position, CultureInfo.InvariantCulture, out var place) ? place : photos.Count + 1));
        }

        return photos.Count > 0 ? photos : null;
    }

    /// <summary>For an item without any key it could be found or remembered by.</summary>
    public void RequireKey(string reference, string bloz, string ean)
    {
        if (reference.Length + bloz.Length + ean.Length == 0)
        {
            faults.Insert(0, new FieldFault(null, "no-key", new Phrase("none of ref, bloz and ean is given")));
        }
    }

    public static bool? YesNo(string text) => text.ToLowerInvariant() switch
    {
        "yes" or "true" or "1" => true,
        "no" or "false" or "0" => false,
        _ => null,
    };

    /// <summary>A number with a point or a comma; null for anything else.</summary>
    public static decimal? Decimal(string text) =>
        decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>What rounds to nothing is nothing.</summary>
    private static bool IsNone(decimal price) => Math.Round(price, 2, MidpointRounding.AwayFromZero) <= 0;

    private T Fault<T>(T instead, PacketField field, string code, Phrase message)
    {
        faults.Add(new FieldFault(field, code, message));
        return instead;
    }

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\r?\n")]
    private static partial Regex LineEnds();
}
