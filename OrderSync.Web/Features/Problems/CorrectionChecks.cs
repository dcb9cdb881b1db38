using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Features.Problems;

/// <summary>Reduces a correction to what differs from the shop, checks it, and says in words what it changes.</summary>
internal static class CorrectionChecks
{
    private const int SkuLength = 128;

    /// <summary>What equals the shop's data is no correction; nothing left is null.</summary>
    public static OrderCorrection? Reduce(OrderCorrection? wanted, ExternalOrder shop)
    {
        if (wanted is null)
        {
            return null;
        }

        var skus = shop.Lines.ToDictionary(line => line.ExternalId, line => line.Sku);
        var correction = new OrderCorrection
        {
            Email = Text(wanted.Email) is { } email && email != shop.Email ? email : null,
            Phone = Text(wanted.Phone) is { } phone && phone != (shop.DeliveryAddress?.Phone ?? "") ? phone : null,
            DeliveryAddress = wanted.DeliveryAddress == shop.DeliveryAddress ? null : wanted.DeliveryAddress,
            InvoiceAddress = wanted.InvoiceAddress == shop.InvoiceAddress ? null : wanted.InvoiceAddress,
            LineSkus = wanted.LineSkus
                .Where(pair => skus.TryGetValue(pair.Key, out var sku) && Text(pair.Value) is { } changed && changed != sku)
                .ToDictionary(pair => pair.Key, pair => pair.Value.Trim()),
            AcceptTotals = wanted.AcceptTotals,
        };
        return correction is { Email: null, Phone: null, DeliveryAddress: null, InvoiceAddress: null, AcceptTotals: false } && correction.LineSkus.Count == 0
            ? null
            : correction;
    }

    public static Refusal? Check(OrderCorrection? correction)
    {
        var faults = new Dictionary<string, Phrase>();
        if (correction?.Email is { } email && !IsEmail(email))
        {
            faults["email"] = new Phrase("This is no e-mail address. It needs a name, an @ and a domain.");
        }

        CheckAddress("deliveryAddress", correction?.DeliveryAddress, faults);
        CheckAddress("invoiceAddress", correction?.InvoiceAddress, faults);
        foreach (var (line, sku) in correction?.LineSkus ?? new Dictionary<string, string>())
        {
            if (sku.Length > SkuLength)
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
            yield return new Phrase("Phone corrected: '{0}'", after.Phone ?? shop.DeliveryAddress?.Phone ?? "");
        }

        if (before.DeliveryAddress != after.DeliveryAddress)
        {
            yield return new Phrase("Delivery address corrected");
        }

        if (before.InvoiceAddress != after.InvoiceAddress)
        {
            yield return new Phrase("Invoice address corrected");
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

    private static void CheckAddress(string name, PostalAddress? address, Dictionary<string, Phrase> faults)
    {
        if (address is null)
        {
            return;
        }

        Need("line1", address.Line1, new Phrase("Enter the street and house number."));
        Need("city", address.City, new Phrase("Enter the city."));
        Need("lastName", address.LastName + address.Company, new Phrase("Enter a last name or a company."));
        if (address.CountryCode.Length != 2 || !address.CountryCode.All(char.IsAsciiLetterUpper))
        {
            faults[$"{name}.countryCode"] = new Phrase("Enter the country as two capital letters, for example PL.");
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

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
