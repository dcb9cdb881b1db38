using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Problems;

/// <summary>Says part by part what a correction changes in an address. Whole sentences, so that each can be translated.</summary>
internal static class AddressChanges
{
    private static readonly Part[] Parts =
    [
        new(address => address.FirstName, "Delivery address, first name: '{0}' in place of '{1}'", "Invoice address, first name: '{0}' in place of '{1}'"),
        new(address => address.LastName, "Delivery address, last name: '{0}' in place of '{1}'", "Invoice address, last name: '{0}' in place of '{1}'"),
        new(address => address.Company, "Delivery address, company: '{0}' in place of '{1}'", "Invoice address, company: '{0}' in place of '{1}'"),
        new(address => address.VatNumber, "Delivery address, VAT number: '{0}' in place of '{1}'", "Invoice address, VAT number: '{0}' in place of '{1}'"),
        new(address => address.Line1, "Delivery address, street: '{0}' in place of '{1}'", "Invoice address, street: '{0}' in place of '{1}'"),
        new(address => address.Line2, "Delivery address, addition: '{0}' in place of '{1}'", "Invoice address, addition: '{0}' in place of '{1}'"),
        new(address => address.PostalCode, "Delivery address, postal code: '{0}' in place of '{1}'", "Invoice address, postal code: '{0}' in place of '{1}'"),
        new(address => address.City, "Delivery address, city: '{0}' in place of '{1}'", "Invoice address, city: '{0}' in place of '{1}'"),
        new(address => address.State, "Delivery address, state or region: '{0}' in place of '{1}'", "Invoice address, state or region: '{0}' in place of '{1}'"),
        new(address => Countries.Show(address.CountryCode), "Delivery address, country: '{0}' in place of '{1}'", "Invoice address, country: '{0}' in place of '{1}'"),
        new(address => address.Phone, "Delivery address, phone: '{0}' in place of '{1}'", "Invoice address, phone: '{0}' in place of '{1}'"),
        new(address => address.Other, "Delivery address, other information: '{0}' in place of '{1}'", "Invoice address, other information: '{0}' in place of '{1}'"),
    ];

    public static IEnumerable<Phrase> OfDelivery(PostalAddress? before, PostalAddress? after) => Of(before, after, part => part.Delivery);

    public static IEnumerable<Phrase> OfInvoice(PostalAddress? before, PostalAddress? after) => Of(before, after, part => part.Invoice);

    private static IEnumerable<Phrase> Of(PostalAddress? before, PostalAddress? after, Func<Part, string> text)
    {
        var (old, now) = (before ?? new PostalAddress(), after ?? new PostalAddress());
        return Parts.Where(part => part.Read(now) != part.Read(old)).Select(part => new Phrase(text(part), part.Read(now), part.Read(old)));
    }

    private sealed record Part(Func<PostalAddress, string> Read, string Delivery, string Invoice);
}
