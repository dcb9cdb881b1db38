using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <param name="IsEverywhere">Not for a single state or range of postal codes.</param>
/// <param name="Behavior">0: alone; 1: added to the others; 2: on top of them.</param>
internal sealed record TaxRule(long Id, string Group, string Tax, string Behavior, bool IsEverywhere);

/// <summary>The tax of each group of tax rules in the shop's own country, found as PrestaShop finds it.</summary>
internal sealed class TaxRates(PageReader pages, ShopAccess shop, ICollection<RemoteFailure> troubles, string country)
{
    private readonly LookupList<TaxRule> rules = new(
        pages, shop, troubles, "tax_rules", ["id", "id_tax_rules_group", "id_state", "zipcode_from", "id_tax", "behavior"], ReadRule)
    {
        Narrow = query => query.AnyOf("id_country", [country]),
    };

    private readonly LookupList<decimal> taxes = new(pages, shop, troubles, "taxes", ["id", "rate"], record => record.Amount("rate"));

    private ILookup<string, TaxRule>? byGroup;
    private IReadOnlyDictionary<string, decimal> rates = new Dictionary<string, decimal>();

    public async Task PrepareAsync(IEnumerable<string> groups, CancellationToken ct)
    {
        if (country.Length > 0 && byGroup is null && groups.Any(group => group.Length > 0))
        {
            byGroup = (await rules.AllAsync(ct)).Values.Where(rule => rule.IsEverywhere).OrderBy(rule => rule.Id).ToLookup(rule => rule.Group);
            rates = await taxes.ForAsync(byGroup.SelectMany(group => group).Select(rule => rule.Tax), ct);
        }
    }

    /// <summary>Percent; null when it cannot be known. No group, and no rule for the country, mean no tax.</summary>
    public decimal? RateOf(string group)
    {
        if (group.Length == 0)
        {
            return 0;
        }

        if (byGroup is null || rules.IsRefused || taxes.IsRefused)
        {
            return null;
        }

        var applied = new List<TaxRule>();
        foreach (var rule in byGroup[group])
        {
            applied.Add(rule);
            if (rule.Behavior is "0" or "")
            {
                break;
            }
        }

        return applied.Exists(rule => rule.Tax.Length > 0 && !rates.ContainsKey(rule.Tax)) ? null : Together(applied);
    }

    private decimal Together(List<TaxRule> applied)
    {
        var each = applied.Select(rule => rates.GetValueOrDefault(rule.Tax)).ToList();
        return applied.FirstOrDefault()?.Behavior switch
        {
            "1" => each.Sum(),
            "2" => (each.Aggregate(1m, (factor, rate) => factor * (1 + (rate / 100))) - 1) * 100,
            _ => each.FirstOrDefault(),
        };
    }

    private static TaxRule ReadRule(WireRecord record) => new(
        record.Id, record["id_tax_rules_group"], OrderDraft.Reference(record, "id_tax"), record["behavior"],
        OrderDraft.Reference(record, "id_state").Length == 0 && OrderDraft.Reference(record, "zipcode_from").Length == 0);
}
