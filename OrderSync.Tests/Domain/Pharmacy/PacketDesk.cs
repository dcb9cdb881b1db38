using OrderSync.Domain.Catalog;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Tests.Domain.Pharmacy;

/// <summary>A product, and an item that says something else of everything.</summary>
internal static class PacketDesk
{
    public static readonly DateTime Now = new(2026, 11, 22, 12, 0, 0, DateTimeKind.Utc);

    public static readonly PacketRules Everything = new()
    {
        Create = true,
        Texts = true,
        Photos = true,
        Couriers = true,
        Matching = [MatchStep.Link, MatchStep.Bloz, MatchStep.Ean],
    };

    public static readonly Dictionary<string, string> Couriers = new() { ["KUR"] = "courier", ["BOX"] = "locker" };

    public static PacketTarget Target => new()
    {
        ProductId = 1,
        VariantId = 11,
        Active = true,
        Name = "Old",
        Summary = "Old summary",
        Description = "<p>Old</p>",
        PriceNet = 10,
        TaxRate = 23,
        Couriers = [],
        Ean = "2000000000046",
        OnHand = 10,
    };

    public static OfferedProduct Full => new()
    {
        Ref = "501",
        Bloz = "0990501",
        Ean = "2000000000015",
        Name = "New",
        Description = "<p>New</p>",
        DescriptionIsHtml = true,
        Summary = "New summary",
        Stock = 50,
        Price = 19.90m,
        Vat = 8,
        Couriers = ["KUR"],
        Photos = [new OfferedPhoto([1, 2, 3], 1)],
        Deleted = true,
    };

    public static LockSet Locks(params LockKind[] kinds) => LockSet.At(
        kinds.Select(kind => new ProductLock { ProductId = 1, Kind = kind, Owner = "Kasia", Since = Now.AddDays(-1) }), Now);

    public static PacketDecision Decide(OfferedProduct offered, PacketTarget? target = null, PacketRules? rules = null) =>
        PacketPlanner.Update(PacketInput.Check(offered, rules ?? Everything), target ?? Target, rules ?? Everything, Couriers);

    public static string Words(this IEnumerable<PacketField> fields) => PacketWords.Of(fields);
}
