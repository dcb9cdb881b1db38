namespace OrderSync.Domain.Pharmacy;

/// <summary>A variant an item may be.</summary>
public sealed record MatchTarget(long VariantId, long ProductId);

/// <summary>What is remembered of an item.</summary>
/// <param name="Target">Null when it has no product, or that product is gone.</param>
/// <param name="IsGone">It had a product, and that is gone: it is looked for anew.</param>
/// <param name="IsFirm">A person paired it, or its product was made from it: that holds whatever steps are chosen.</param>
public sealed record RememberedItem(MatchTarget? Target, bool IsGone, bool IsFirm, bool LeftOut);

/// <summary>How an item was matched.</summary>
public abstract record ItemMatch
{
    private ItemMatch()
    {
    }

    /// <param name="KeyConflict">The BLOZ number says another product than what is remembered; what is remembered counts.</param>
    public sealed record Found(MatchTarget Target, MatchStep By, bool KeyConflict) : ItemMatch;

    /// <param name="Products">Those it might be, at most five.</param>
    public sealed record Ambiguous(MatchStep At, IReadOnlyList<long> Products) : ItemMatch;

    /// <param name="LeftOut">A person said that it is none of our products.</param>
    public sealed record Nothing(bool LeftOut) : ItemMatch;
}

/// <summary>What may be found, for the items of one part of a packet. Products that are made on the way are added.</summary>
public sealed class MatchIndex
{
    public const int MostCandidates = 5;

    private readonly Dictionary<(MatchStep Step, string Key), HashSet<MatchTarget>> targets = [];
    private readonly Dictionary<string, RememberedItem> items = new(StringComparer.Ordinal);
    private readonly Dictionary<long, HashSet<string>> paired = [];

    /// <summary>A variant that carries a BLOZ number, an EAN, a reference or a name; gone ones are not added.</summary>
    public void Add(MatchStep step, string key, MatchTarget target)
    {
        if (KeyOf(step, key) is { Length: > 0 } normal)
        {
            var of = targets.TryGetValue((step, normal), out var known) ? known : targets[(step, normal)] = [];
            of.Add(target);
        }
    }

    /// <summary>What is remembered of an item of this pharmacy.</summary>
    public void Remember(string key, RememberedItem item)
    {
        items[key] = item;
        if (item.Target is { } target)
        {
            Pair(target.VariantId, key);
        }
    }

    /// <summary>An item of this pharmacy, named or not, that is the variant.</summary>
    public void Pair(long variantId, string key)
    {
        var of = paired.TryGetValue(variantId, out var known) ? known : paired[variantId] = [];
        of.Add(key);
    }

    public RememberedItem? Find(string key) => items.GetValueOrDefault(key);

    public IReadOnlyCollection<MatchTarget> Find(MatchStep step, string key) =>
        KeyOf(step, key) is { Length: > 0 } normal && targets.TryGetValue((step, normal), out var found) ? found : [];

    /// <summary>Another item of the pharmacy is this variant already.</summary>
    public bool IsTaken(long variantId, string key) => paired.TryGetValue(variantId, out var keys) && keys.Any(other => other != key);

    /// <summary>Blanks and capitals make no difference between names.</summary>
    public static string NormalName(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();

    private static string KeyOf(MatchStep step, string key) => step switch
    {
        MatchStep.Ean => Gtin.Normal(key),
        MatchStep.Name => NormalName(key),
        _ => key,
    };
}

/// <summary>Finds the product of an item (contracts/kamsoft.md §8.3): the first step that finds something decides, and several stop it.</summary>
public static class PacketMatching
{
    public static ItemMatch Match(OfferedProduct offered, PacketRules rules, MatchIndex index)
    {
        var remembered = index.Find(offered.Key);
        if (remembered is { LeftOut: true })
        {
            return new ItemMatch.Nothing(LeftOut: true);
        }

        if (remembered is { Target: { } firm, IsFirm: true })
        {
            return Linked(firm, offered, index);
        }

        foreach (var step in rules.Matching)
        {
            if (step == MatchStep.Link && remembered?.Target is { } target)
            {
                return Linked(target, offered, index);
            }

            if (At(step, offered, index) is { } match)
            {
                return match;
            }
        }

        return new ItemMatch.Nothing(LeftOut: false);
    }

    private static ItemMatch.Found Linked(MatchTarget target, OfferedProduct offered, MatchIndex index)
    {
        var byBloz = index.Find(MatchStep.Bloz, offered.Bloz);
        return new ItemMatch.Found(target, MatchStep.Link, KeyConflict: byBloz.Count > 0 && byBloz.All(other => other.ProductId != target.ProductId));
    }

    private static ItemMatch? At(MatchStep step, OfferedProduct offered, MatchIndex index)
    {
        var found = Candidates(step, offered, index);
        if (found.Count == 0)
        {
            return null;
        }

        // BLOZ numbers are unique; other keys are on two items now and then, and these must not take turns with one product.
        return found.Count == 1 && (step == MatchStep.Bloz || !index.IsTaken(found.First().VariantId, offered.Key))
            ? new ItemMatch.Found(found.First(), step, KeyConflict: false)
            : new ItemMatch.Ambiguous(step, [.. found.Select(target => target.ProductId).Distinct().Order().Take(MatchIndex.MostCandidates)]);
    }

    private static IReadOnlyCollection<MatchTarget> Candidates(MatchStep step, OfferedProduct offered, MatchIndex index) => step switch
    {
        MatchStep.Bloz => index.Find(step, offered.Bloz),
        MatchStep.Ean => index.Find(step, offered.Ean),
        MatchStep.Name => index.Find(step, offered.Name ?? ""),
        MatchStep.Reference => [.. index.Find(step, offered.Ref).Union(index.Find(step, offered.Bloz))],
        _ => [],
    };
}
