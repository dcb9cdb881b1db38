using System.Security.Cryptography;
using System.Text;
using OrderSync.Domain.Integrations;

namespace OrderSync.Domain.Orders;

/// <summary>Takes personal data out of orders and leaves what the books need: numbers, dates, lines, totals, taxes, the country.</summary>
public static class PersonalData
{
    /// <summary>The shop's order without the person; what an erased order is read as from then on.</summary>
    public static ExternalOrder Without(ExternalOrder order) => order with
    {
        CustomerId = "",
        CustomerFirstName = "",
        CustomerLastName = "",
        Email = "",
        DeliveryAddress = Without(order.DeliveryAddress),
        InvoiceAddress = Without(order.InvoiceAddress),
        GiftMessage = "",
        Note = "",
    };

    /// <summary>Empties the order's own personal fields.</summary>
    public static void Erase(Order order)
    {
        order.CustomerName = "";
        order.Email = "";
        order.Phone = "";
        order.DeliveryAddress = Without(order.DeliveryAddress);
        order.InvoiceAddress = Without(order.InvoiceAddress);
        order.GiftMessage = "";
        order.Note = "";
    }

    /// <summary>What support corrected about the order's goods stays; what it corrected about the person goes.</summary>
    public static OrderCorrection? Without(OrderCorrection? correction) =>
        correction is null ? null : new OrderCorrection { LineSkus = correction.LineSkus, AcceptTotals = correction.AcceptTotals };

    /// <summary>Fingerprint of an e-mail address, whatever its letters' case: finds orders of one customer, and stands in the audit in its place.</summary>
    public static string HashOf(string email) => email.Trim() is { Length: > 0 } given
        ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(given.ToLowerInvariant())))
        : "";

    private static PostalAddress? Without(PostalAddress? address) => address is null ? null : new PostalAddress { CountryCode = address.CountryCode };
}
