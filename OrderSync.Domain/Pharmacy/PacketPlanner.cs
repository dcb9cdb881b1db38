using OrderSync.Domain.Catalog;

namespace OrderSync.Domain.Pharmacy;

/// <summary>
/// Decides what an item changes of its product (contracts/kamsoft.md §8). Each field goes through the same gates in the same order: is it
/// switched on, does a lock hold it, can it be used, is it different. What is absent or empty stands at no gate and changes nothing.
/// </summary>
public static class PacketPlanner
{
    /// <param name="offered">As <see cref="PacketInput.Check"/> gave it.</param>
    /// <param name="couriers">Our shipping method for each courier code that is mapped.</param>
    public static PacketDecision Update(OfferedProduct offered, PacketTarget target, PacketRules rules, IReadOnlyDictionary<string, string> couriers)
    {
        if (offered.Faults.FirstOrDefault(fault => fault.Field is null) is { } whole)
        {
            return Invalid(whole, offered.Warnings);
        }

        var warnings = new List<string>(offered.Warnings);
        var fields = new PacketFields(offered, target, rules, couriers, warnings).All();
        var gates = new Gates();
        foreach (var field in fields)
        {
            gates.Pass(field, target.Locks, offered.Faults);
        }

        return gates.Decide(offered.Faults, target.Locks.HoldsAll) with { LockedAll = target.Locks.HoldsAll, Warnings = [.. warnings.Distinct()] };
    }

    /// <summary>Several products are it.</summary>
    public static PacketDecision Ambiguous(OfferedProduct offered, PacketRules rules) => Unusable(offered, rules) ?? new PacketDecision(PacketVerdict.Ambiguous)
    {
        Code = PacketWords.KeyAmbiguous,
        Message = new Phrase("More than one product fits, or another item of the pharmacy is this product already. Pair it by hand."),
        Warnings = offered.Warnings,
    };

    /// <summary>No product is it, and none is made.</summary>
    public static PacketDecision NotFound(OfferedProduct offered, PacketRules rules, bool leftOut)
    {
        var isThin = rules.Create && !leftOut && offered.Deleted != true && (offered.Name is null) != (offered.Price is null);
        var isUntaxed = !leftOut && IsEnough(offered, rules) && LacksTax(offered, rules);
        return Unusable(offered, rules) ?? (isUntaxed ? Invalid(PacketFields.NoTax, offered.Warnings) : null) ?? new PacketDecision(PacketVerdict.Unknown)
        {
            Code = isThin ? PacketWords.ThinData : PacketWords.NoMatch,
            Message = leftOut ? new Phrase("A person said that this item is none of our products")
                : rules.Create ? new Phrase("No shop product matches; name and price are needed to create one")
                : new Phrase("No shop product matches. Pair it by hand, or let packets create products."),
            Warnings = offered.Warnings,
            Note = leftOut ? PacketWords.LeftOut : "",
        };
    }

    /// <summary>Whether a product may be made from it: what has a fault is put right first.</summary>
    public static bool MayCreate(OfferedProduct offered, PacketRules rules) =>
        IsEnough(offered, rules) && Unusable(offered, rules with { Price = true }) is null && !LacksTax(offered, rules);

    /// <summary>What a new product begins with. Name and price always; the rest as the switches say.</summary>
    public static PacketDecision Create(OfferedProduct offered, PacketRules rules, IReadOnlyDictionary<string, string> couriers)
    {
        var warnings = new List<string>(offered.Warnings);
        var empty = new PacketTarget { ProductId = 0, VariantId = 0, TaxRate = rules.DefaultTaxRate };
        var gates = new Gates();
        foreach (var field in new PacketFields(offered, empty, rules with { Price = true }, couriers, warnings).All())
        {
            gates.Pass(field with { Off = field.Off && field.Field != PacketField.Name }, LockSet.None, []);
        }

        var decided = gates.Decide([], locksAll: false);
        return decided with
        {
            Verdict = PacketVerdict.Created,
            Set = [.. decided.Set.Where(field => field is not (PacketField.Vat or PacketField.Ean or PacketField.Bloz))],
            Warnings = [.. warnings.Distinct()],
            Note = MayActivate(offered, rules) ? "" : PacketWords.Inactive,
        };
    }

    /// <summary>What needs a prescription is never offered by itself.</summary>
    public static bool MayActivate(OfferedProduct offered, PacketRules rules) => rules.ActivateCreated && offered.Rx != true;

    /// <summary>Something nobody expected went wrong with this product; the others go on.</summary>
    public static PacketDecision Failed(string what) =>
        new(PacketVerdict.Error) { Code = PacketWords.WriteFailed, Message = new Phrase("It could not be written: {0}", what) };

    /// <summary>It was stored, and what was stored cannot be read.</summary>
    public static PacketDecision Unreadable { get; } = new(PacketVerdict.Error)
    {
        Code = PacketWords.WriteFailed,
        Message = new Phrase("What was stored of it cannot be read any more. Send it again in a new packet."),
    };

    private static bool IsEnough(OfferedProduct offered, PacketRules rules) =>
        rules.Create && offered is { Name: not null, Price: not null, Key.Length: > 0 } && offered.Deleted != true;

    /// <summary>A price with tax of a product that would be made without one.</summary>
    private static bool LacksTax(OfferedProduct offered, PacketRules rules) =>
        !offered.PriceIsNet && rules.DefaultTaxRate is null && !(offered.Vat is { } vat && rules.TaxRates.Contains(vat));

    private static PacketDecision? Unusable(OfferedProduct offered, PacketRules rules) =>
        offered.Faults.FirstOrDefault(fault => !IsOff(fault.Field, rules)) is { } fault ? Invalid(fault, offered.Warnings) : null;

    /// <summary>Nobody looks at what is switched off, so that it cannot be wrong either.</summary>
    private static bool IsOff(PacketField? field, PacketRules rules) => field switch
    {
        PacketField.Stock => !rules.Stock,
        PacketField.Price or PacketField.Vat => !rules.Price,
        PacketField.Description or PacketField.Summary => !rules.Texts,
        PacketField.Couriers => !rules.Couriers,
        PacketField.Photos => !rules.Photos,
        _ => false,
    };

    private static PacketDecision Invalid(FieldFault fault, IReadOnlyList<string> warnings) =>
        new(PacketVerdict.Invalid) { Code = fault.Code, Message = fault.Message, Warnings = warnings };

    /// <summary>Collects what comes through, and what was stopped where.</summary>
    private sealed class Gates
    {
        private readonly List<PacketField> set = [];
        private readonly List<PacketField> locked = [];
        private readonly List<PacketField> off = [];
        private readonly List<FieldFault> invalid = [];
        private readonly HashSet<FieldGroup> masters = [];
        private readonly HashSet<LockKind> heldBack = [];
        private PacketChanges changes = PacketChanges.None;
        private PacketChanges kept = PacketChanges.None;
        private int? adjusted;
        private bool passed;

        public void Pass(SentField field, LockSet locks, IReadOnlyList<FieldFault> faults)
        {
            var fault = field.Fault ?? faults.FirstOrDefault(row => row.Field == field.Field);
            if (field.Off)
            {
                off.Add(field.Field);
            }
            else if (field.Group is { } group ? locks.Holds(group) : locks.HoldsAll)
            {
                locked.Add(field.Field);
                Keep(fault is null && field.Differs ? field : null);
            }
            else if (fault is not null)
            {
                invalid.Add(fault);
            }
            else
            {
                passed |= !field.IsKey;
                masters.UnionWith(field.Group is { } mastered ? [mastered] : []);
                adjusted ??= field.Adjusted;
                Write(field);
            }
        }

        public PacketDecision Decide(IReadOnlyList<FieldFault> faults, bool locksAll)
        {
            // What belongs to no field that is written stood at no gate.
            var wrong = invalid.Concat(locksAll ? [] : faults.Where(fault => fault.Field is PacketField.Bloz or PacketField.Ean or PacketField.Rx or PacketField.Deleted)).ToList();
            var verdict = wrong.Count > 0 ? PacketVerdict.Invalid
                : set.Count > 0 ? PacketVerdict.Updated
                : locked.Count > 0 && !passed ? PacketVerdict.Locked
                : PacketVerdict.Unchanged;
            return new PacketDecision(verdict)
            {
                Changes = changes,
                Set = set,
                Locked = locked,
                Off = off,
                Masters = [.. masters],
                HeldBack = [.. heldBack],
                Kept = kept,
                Code = wrong is [var first, ..] ? first.Code : "",
                Message = wrong is [var said, ..] ? said.Message : null,
                Adjusted = adjusted,
            };
        }

        private void Keep(SentField? field)
        {
            if (field is not null)
            {
                kept = field.Write(kept);
                heldBack.UnionWith(field.Group is { } group ? [LockKind.All, LockSet.KindOf(group)] : [LockKind.All]);
            }
        }

        private void Write(SentField field)
        {
            if (field.Differs)
            {
                changes = field.Write(changes);
                set.Add(field.Field);
            }
        }
    }
}
