using OrderSync.Domain.Catalog;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>Writes what was decided into a product, and who masters what of it from now on.</summary>
internal sealed class TargetWriter(PharmacyProgram program, DateTime now)
{
    private PacketRules Rules => program.Rules.Packets;

    /// <returns>Whether it is found by other words now.</returns>
    public bool Write(Product product, Variant variant, PacketDecision decision)
    {
        var changes = decision.Changes;
        var found = WriteNumbers(variant, changes) | WriteTexts(product, changes);
        variant.PriceNet = changes.PriceNet ?? variant.PriceNet;
        product.TaxRate = changes.TaxRate ?? product.TaxRate;
        product.Couriers = changes.Couriers ?? product.Couriers;
        product.Active &= !changes.Deactivate;
        var mastered = Master(product, decision);
        if (decision.Set.Any(field => field != PacketField.Stock) || mastered)
        {
            product.UpdatedAt = now;
            product.Stamp = Guid.NewGuid();
        }

        return found;
    }

    private bool WriteNumbers(Variant variant, PacketChanges changes)
    {
        variant.Ean = changes.Ean ?? variant.Ean;
        if (changes.Bloz is { } bloz && Rules.BlozField == BlozField.Mpn)
        {
            variant.Mpn = bloz;
        }
        else if (changes.Bloz is { } reference)
        {
            variant.Sku = reference;
        }

        return changes is not { Ean: null, Bloz: null };
    }

    private bool WriteTexts(Product product, PacketChanges changes)
    {
        if (changes is { Name: null, Summary: null, Description: null })
        {
            return false;
        }

        var now = product.Texts.FirstOrDefault(row => row.Language == Rules.Language) ?? new ProductText(Rules.Language, "", "", "");
        var next = new ProductText(Rules.Language, changes.Name ?? now.Name, changes.Summary ?? now.Summary, changes.Description ?? now.Description);
        product.Texts = [.. product.Texts.Where(row => row.Language != Rules.Language), next];
        // Where the shop's first language is another one, the product goes on being called as there.
        if (changes.Name is { } name && (now.Name.Length == 0 || now.Name == product.Name))
        {
            product.Name = name;
            return true;
        }

        return false;
    }

    /// <summary>What the pharmacy says is its to say, also where it said the same as before: no other feed changes it between two packets.</summary>
    private bool Master(Product product, PacketDecision decision)
    {
        var written = decision.Set.Select(GroupOf).ToHashSet();
        var groups = decision.Masters
            .Where(group => written.Contains(group) || product.Writers.FirstOrDefault(row => row.Group == group)?.IntegrationId != program.Id).ToList();
        if (groups.Count > 0)
        {
            product.Writers = [.. product.Writers.Where(row => !groups.Contains(row.Group)), .. groups.Select(group => new FieldWriter(group, program.Id, program.Name, now))];
        }

        return groups.Count > 0;
    }

    private static FieldGroup? GroupOf(PacketField field) => field switch
    {
        PacketField.Stock => FieldGroup.Stock,
        PacketField.Price or PacketField.Vat => FieldGroup.Price,
        PacketField.Name or PacketField.Description or PacketField.Summary => FieldGroup.Texts,
        PacketField.Couriers => FieldGroup.Couriers,
        _ => null,
    };
}
