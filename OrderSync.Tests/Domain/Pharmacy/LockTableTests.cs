using OrderSync.Domain.Catalog;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Tests.Domain.Pharmacy;

/// <summary>The truth table of contracts/kamsoft.md §8.1, row by row and in pairs, against an item that says everything.</summary>
public sealed class LockTableTests
{
    private const string Everything = "name description summary stock price vat couriers photos deleted";

    public static IEnumerable<object[]> Pairs => Enum.GetValues<LockKind>().SelectMany(_ => Enum.GetValues<LockKind>(), object[] (left, right) => [left, right]);

    [Fact]
    public void Without_locks_everything_is_written()
    {
        var decision = PacketDesk.Decide(PacketDesk.Full);

        Assert.Equal((PacketVerdict.Updated, Everything, ""), (decision.Verdict, decision.Set.Words(), decision.LockedWords));
    }

    [Theory]
    [InlineData(LockKind.Stock, "stock", "name description summary price vat couriers photos deleted")]
    [InlineData(LockKind.Price, "price vat", "name description summary stock couriers photos deleted")]
    [InlineData(LockKind.Texts, "name description summary", "stock price vat couriers photos deleted")]
    [InlineData(LockKind.Couriers, "couriers", "name description summary stock price vat photos deleted")]
    public void A_lock_holds_its_fields_and_no_other(LockKind kind, string locked, string set)
    {
        var decision = PacketDesk.Decide(PacketDesk.Full, PacketDesk.Target with { Locks = PacketDesk.Locks(kind) });

        Assert.Equal((PacketVerdict.Updated, set, locked), (decision.Verdict, decision.Set.Words(), decision.LockedWords));
        Assert.Contains(kind, decision.HeldBack);
    }

    [Fact]
    public void A_lock_on_everything_lets_nothing_through()
    {
        var decision = PacketDesk.Decide(PacketDesk.Full, PacketDesk.Target with { Locks = PacketDesk.Locks(LockKind.All), Ean = "", Bloz = "" });

        Assert.Equal((PacketVerdict.Locked, "", "all"), (decision.Verdict, decision.Set.Words(), decision.LockedWords));
        Assert.Equal(PacketChanges.None, decision.Changes);
        Assert.Empty(decision.Masters);
        Assert.Contains(LockKind.All, decision.HeldBack);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Two_locks_hold_what_each_of_them_holds(LockKind left, LockKind right)
    {
        var (one, other) = (Held(left), Held(right));

        Assert.Equal(one.Union(other).Order(), Held(left, right).Order());
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void What_two_locks_do_not_hold_is_written(LockKind left, LockKind right)
    {
        var decision = PacketDesk.Decide(PacketDesk.Full, PacketDesk.Target with { Locks = PacketDesk.Locks(left, right) });

        Assert.Equal(PacketWords.Split(Everything).Order(), PacketWords.Split(decision.Set.Words()).Concat(PacketWords.Split(decision.Locked.Words())).Order());
    }

    [Fact]
    public void A_stock_lock_lets_the_price_beside_it_through()
    {
        var decision = Decide(new OfferedProduct { Ref = "501", Stock = 12, Price = 7.49m }, LockKind.Stock);

        Assert.Equal((PacketVerdict.Updated, "price", "stock"), (decision.Verdict, decision.Set.Words(), decision.LockedWords));
    }

    [Fact]
    public void A_stock_lock_holds_an_item_that_says_only_stock()
    {
        var decision = Decide(new OfferedProduct { Ref = "501", Bloz = "0990501", Stock = 12 }, LockKind.Stock);

        Assert.Equal((PacketVerdict.Locked, "", "stock"), (decision.Verdict, decision.Set.Words(), decision.LockedWords));
    }

    [Fact]
    public void An_item_whose_other_field_is_the_same_already_is_unchanged_and_not_locked()
    {
        var decision = Decide(new OfferedProduct { Ref = "501", Stock = 12, Price = 12.30m }, LockKind.Stock);

        Assert.Equal((PacketVerdict.Unchanged, "", "stock"), (decision.Verdict, decision.Set.Words(), decision.LockedWords));
    }

    [Fact]
    public void A_lock_that_would_keep_the_same_value_has_held_nothing_back()
    {
        var decision = Decide(new OfferedProduct { Ref = "501", Stock = 10 }, LockKind.Stock);

        Assert.Equal(PacketVerdict.Locked, decision.Verdict);
        Assert.Empty(decision.HeldBack);
    }

    [Fact]
    public void What_is_switched_off_is_said_to_be_off_and_not_locked()
    {
        var decision = PacketDesk.Decide(PacketDesk.Full, PacketDesk.Target with { Locks = PacketDesk.Locks(LockKind.Stock) }, PacketDesk.Everything with { Stock = false });

        Assert.Equal(("stock", ""), (decision.Off.Words(), decision.LockedWords));
    }

    [Fact]
    public void What_a_lock_holds_is_not_looked_at_for_faults()
    {
        var broken = new FieldFault(PacketField.Price, PacketWords.BadPrice, new("price is not a number"));

        var decision = Decide(new OfferedProduct { Ref = "501", Faults = [broken] }, LockKind.Price);

        Assert.Equal((PacketVerdict.Locked, "price"), (decision.Verdict, decision.LockedWords));
    }

    private static PacketDecision Decide(OfferedProduct offered, params LockKind[] locks) =>
        PacketDesk.Decide(offered, PacketDesk.Target with { Locks = PacketDesk.Locks(locks) });

    private static IReadOnlyList<string> Held(params LockKind[] locks) => PacketWords.Split(Decide(PacketDesk.Full, locks).Locked.Words());
}
