using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Problems;

/// <summary>Reduces a correction to what differs from the shop, checks it, and says in words what it changes.</summary>
internal static class CorrectionChecks
{
    private const int SkuLength = 128;

    /// <summary>What equals the shop's data is no correction; nothing left is null. What was emptied is kept, so that the check can say so.</summary>
    public static OrderCorrection? Reduce(OrderCorrection? wanted, ExternalOrder shop)
    {
        if (wanted is null)
        {
            return null;
        }

        var skus = shop.Lines.ToDictionary(line => line.ExternalId, line => line.Sku);
        var correction = new OrderCorrection
        {
            Email = wanted.Email?.Trim() is { } email && email != shop.Email.Trim() ? email : null,
            Phone = wanted.Phone?.Trim() is { } phone && phone != (shop.DeliveryAddress?.Phone ?? "").Trim() ? phone : null,
            DeliveryAddress = wanted.DeliveryAddress == shop.DeliveryAddress ? null : wanted.DeliveryAddress,
            InvoiceAddress = wanted.InvoiceAddress == shop.InvoiceAddress ? null : wanted.InvoiceAddress,
            LineSkus = wanted.LineSkus
                .Where(pair => skus.TryGetValue(pair.Key, out var sku) && pair.Value?.Trim() is { } changed && changed != sku.Trim())
                .ToDictionary(pair => pair.Key, pair => pair.Value.Trim()),
            AcceptTotals = wanted.AcceptTotals,
        };
        return correction is { Email: null, Phone: null, DeliveryAddress: null, InvoiceAddress: null, AcceptTotals: false } && correction.LineSkus.Count == 0
            ? null
            : correction;
    }

    public static Refusal? Check(OrderCorrection? correction, ExternalOrder shop)
    {
        var faults = new Dictionary<string, Phrase>();
        if (correction?.Email is { } email && !IsEmail(email))
        {
            faults["email"] = email.Length == 0
                ? new Phrase("An e-mail address cannot be empty; leave the shop's.")
                : new Phrase("This is no e-mail address. It needs a name, an @ and a domain.");
        }

        if (correction is { Phone: "" })
        {
            faults["phone"] = new Phrase("A phone number cannot be emptied; leave the shop's.");
        }

        CheckAddress("deliveryAddress", correction?.DeliveryAddress, shop.DeliveryAddress, faults);
        CheckAddress("invoiceAddress", correction?.InvoiceAddress, shop.InvoiceAddress, faults);
        foreach (var (line, sku) in correction?.LineSkus ?? new Dictionary<string, string>())
        {
            if (sku.Length == 0)
            {
                faults[$"lineSkus.{line}"] = new Phrase("An SKU cannot be empty; leave the shop's.");
            }
            else if (sku.Length > SkuLength)
            {
                faults[$"lineSkus.{line}"] = new Phrase("The SKU is too long. Keep it under {0} characters.", "128");
            }
        }

        return faults.Count == 0 ? null : new Refusal(RefusalKind.Invalid, new Phrase("Some of the corrections cannot be saved yet. See the marked fields.")) { Fields = faults };
    }

    /// <summary>One sentence for each thing the correction changes against the one before.</summary>
    public static IEnumerable<Phrase> Describe(OrderCorrection? before, OrderCorrection? after, ExternalOrder shop)
    {
        if (after is null)
        {
            return before is null ? [] : [new Phrase("All corrections taken back; the shop's data counts again")];
        }

        return Changes(before ?? new OrderCorrection(), after, shop);
    }

    private static IEnumerable<Phrase> Changes(OrderCorrection before, OrderCorrection after, ExternalOrder shop)
    {
        if (before.Email != after.Email)
        {
            yield return new Phrase("E-mail corrected: '{0}' in place of '{1}'", after.Email ?? shop.Email, before.Email ?? shop.Email);
        }

        if (before.Phone != after.Phone)
        {
            var own = shop.DeliveryAddress?.Phone ?? "";
            yield return new Phrase("Phone corrected: '{0}' in place of '{1}'", after.Phone ?? own, before.Phone ?? own);
        }

        foreach (var change in AddressChanges.OfDelivery(before.DeliveryAddress ?? shop.DeliveryAddress, after.DeliveryAddress ?? shop.DeliveryAddress)
            .Concat(AddressChanges.OfInvoice(before.InvoiceAddress ?? shop.InvoiceAddress, after.InvoiceAddress ?? shop.InvoiceAddress)))
        {
            yield return change;
        }

        foreach (var line in shop.Lines)
        {
            var (old, now) = (before.LineSkus.GetValueOrDefault(line.ExternalId, line.Sku), after.LineSkus.GetValueOrDefault(line.ExternalId, line.Sku));
            if (old != now)
            {
                yield return new Phrase("SKU of '{0}' corrected: '{1}' in place of '{2}'", line.Name, now, old);
            }
        }

        if (before.AcceptTotals != after.AcceptTotals)
        {
            yield return after.AcceptTotals
                ? new Phrase("The shop's total is accepted; the difference stands on its own line")
                : new Phrase("The shop's total is not accepted any more");
        }
    }

    private static void CheckAddress(string name, PostalAddress? address, PostalAddress? shop, Dictionary<string, Phrase> faults)
    {
        if (address is null)
        {
            return;
        }

        Need("line1", address.Line1, new Phrase("Enter the street and house number."));
        Need("city", address.City, new Phrase("Enter the city."));
        Need("lastName", address.LastName + address.Company, new Phrase("Enter a last name or a company."));
        if (shop is { PostalCode.Length: > 0 })
        {
            Need("postalCode", address.PostalCode, new Phrase("The postal code cannot be empty; the shop has '{0}'.", shop.PostalCode));
        }

        if (!Countries.IsCode(address.CountryCode))
        {
            faults[$"{name}.countryCode"] = address.CountryCode.Length == 0
                ? new Phrase("Choose the country: its two letters of ISO 3166, for example PL.")
                : new Phrase("'{0}' is not a country. Choose one: its two letters of ISO 3166, for example PL.", address.CountryCode);
        }

        void Need(string field, string value, Phrase message)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                faults[$"{name}.{field}"] = message;
            }
        }
    }

    private static bool IsEmail(string text) =>
        text.Length <= 300 && text.IndexOf('@', StringComparison.Ordinal) is var at && at > 0 && at < text.Length - 1 && !text.Any(char.IsWhiteSpace);
}
