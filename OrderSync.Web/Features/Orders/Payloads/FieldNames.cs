using System.Text.RegularExpressions;

namespace OrderSync.Web.Features.Orders.Payloads;

/// <summary>Names of the fields of a shop's order as people read them; English, translated when shown.</summary>
internal static partial class FieldNames
{
    public static string Say(string name) => name switch
    {
        "externalId" => "Number in the shop",
        "statusId" => "Status in the shop",
        "shopId" => "Shop of the multistore",
        "productId" => "Product in the shop",
        "variantId" => "Variant in the shop",
        "carrierId" => "Carrier (number)",
        "carrierName" => "Carrier",
        "customerId" => "Customer (number)",
        "customerFirstName" or "firstName" => "First name",
        "customerLastName" or "lastName" => "Last name",
        "paymentText" => "Payment",
        "email" => "E-mail",
        "line1" => "Street",
        "line2" => "Address, second line",
        "vatNumber" => "VAT number",
        "countryCode" => "Country",
        "sku" => "SKU",
        "ean" => "EAN",
        "placedAt" => "Placed",
        "changedAt" => "Changed in the shop",
        "paidAt" => "Paid on",
        "totalNet" => "Total without tax",
        "unitPriceNet" => "Price without tax",
        "unitPrice" => "Price",
        "paidTotal" => "Paid",
        "isGift" => "Gift",
        "isGuest" => "Guest",
        "note" => "The customer wrote",
        "notReady" => "Not complete because",
        "transactionId" => "Transaction",
        "lines" => "Line",
        "payments" => "Payment",
        "discounts" => "Discount",
        "references" => "Reference",
        _ => Plain(name),
    };

    /// <summary><c>deliveryAddress</c> reads "Delivery address".</summary>
    private static string Plain(string name)
    {
        var words = Humps().Replace(name, match => " " + match.Value.ToLowerInvariant());
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Humps();
}
