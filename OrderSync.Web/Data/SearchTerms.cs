using System.Globalization;
using System.Text;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Data;

/// <summary>
/// Makes the words a search finds orders by. Both databases compare them byte by byte, so case and accents are removed here
/// (SQLite's own case folding knows only ASCII).
/// </summary>
public static class SearchTerms
{
    public const int MaxLength = 40;
    private const int MaxPerName = 9;
    private const int MaxPerOrder = 30;
    private const int MaxPerProduct = 400;
    private const int NationalDigits = 9;
    private const int ShortestPhone = 5;

    /// <summary>What an order is found by. The order has its id already.</summary>
    public static IEnumerable<OrderTerm> Of(Order order, IEnumerable<OrderLine> lines) => Words(
            [
                order.ExternalId, order.Reference, order.CustomerName, order.Email, .. PhoneTerms(order.Phone),
                order.DeliveryAddress?.FullName ?? "", order.DeliveryAddress?.Company ?? "",
                .. lines.SelectMany(line => new[] { line.Sku, line.Ean, line.Name }),
            ])
        .Distinct(StringComparer.Ordinal).Take(MaxPerOrder)
        .Select(term => new OrderTerm { Term = term, OrderId = order.Id });

    /// <summary>What a product is found by. The product has its id already.</summary>
    public static IEnumerable<ProductTerm> Of(Product product, IEnumerable<Variant> variants) => Words(
            [product.Name, product.Manufacturer, .. variants.SelectMany(variant => new[] { variant.Sku, variant.Ean, variant.Upc, variant.Isbn, variant.Mpn })])
        .Distinct(StringComparer.Ordinal).Take(MaxPerProduct)
        .Select(term => new ProductTerm { Term = term, ProductId = product.Id });

    /// <summary>The words of a short text in one column, each after a blank: for lists so small that reading all of them is nothing.</summary>
    public static string InOneText(string text) => string.Concat(Words([text]).Distinct(StringComparer.Ordinal).Take(MaxPerName).Select(word => " " + word));

    /// <summary>The words of what somebody typed; an order is found when each begins one of its terms.</summary>
    public static IReadOnlyList<string> OfQuery(string query) =>
        [.. Words([IsPhone(query) ? Digits(query) : query]).Distinct(StringComparer.Ordinal).Take(5)];

    /// <summary>The first word of an order's number, under which the order is found; null when it has none.</summary>
    public static string? OfNumber(string number) => Words([number]).FirstOrDefault();

    private static IEnumerable<string> Words(IEnumerable<string> texts) => texts
        .SelectMany(text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        .Select(Normalise)
        .Where(word => word.Length > 1 || (word.Length == 1 && char.IsLetterOrDigit(word[0])));

    private static string Normalise(string word)
    {
        var text = new StringBuilder(word.Length);
        foreach (var letter in Bare(word).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                text.Append(Fold(char.ToLowerInvariant(letter)));
            }
        }

        var normal = text.ToString().Normalize(NormalizationForm.FormC);
        return normal.Length > MaxLength ? normal[..MaxLength] : normal;
    }

    /// <summary>The word without the quotes, brackets and stops around it, of whatever kind.</summary>
    private static string Bare(string word)
    {
        var (start, end) = (0, word.Length);
        while (start < end && IsAround(word[start]))
        {
            start++;
        }

        while (end > start && IsAround(word[end - 1]))
        {
            end--;
        }

        return word[start..end];
    }

    private static bool IsAround(char letter) => char.IsPunctuation(letter) || char.IsSymbol(letter);

    /// <summary>Letters with a stroke do not decompose, yet people type them without it.</summary>
    private static char Fold(char letter) => letter switch
    {
        'ł' => 'l',
        'ø' => 'o',
        'đ' => 'd',
        'ı' => 'i',
        _ => letter,
    };

    /// <summary>The whole number, and its end: people leave the country's code out.</summary>
    private static IEnumerable<string> PhoneTerms(string phone)
    {
        var digits = Digits(phone);
        return digits.Length > NationalDigits ? [digits, digits[^NationalDigits..]] : [digits];
    }

    /// <summary>A phone number as people write it is one word, whatever blanks stand in it.</summary>
    private static bool IsPhone(string text) =>
        text.All(letter => char.IsAsciiDigit(letter) || char.IsWhiteSpace(letter) || letter is '+' or '-' or '(' or ')' or '/')
        && text.Trim().Any(letter => char.IsWhiteSpace(letter) || letter is '+' or '(')
        && text.Count(char.IsAsciiDigit) >= ShortestPhone;

    private static string Digits(string phone) => string.Concat(phone.Where(char.IsAsciiDigit));
}
