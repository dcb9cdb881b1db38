using System.Globalization;
using Microsoft.AspNetCore.Components;
using OrderSync.Domain;

namespace OrderSync.Web.Sandbox.Pharmacy;

/// <summary>Lets the pharmacy call and shows what it has.</summary>
public sealed partial class PharmacyPanel
{
    private const int OrdersShown = 100;

    private IReadOnlyList<ShelfItem> shelf = [];
    private IReadOnlyList<FetchedOrder> orders = [];
    private PharmacyAnswer? answer;
    private PharmacyWay way;

    [Inject]
    private PharmacyProgram Pharmacy { get; set; } = null!;

    [Inject]
    private PharmacyShelf Shelf { get; set; } = null!;

    [Inject]
    private PharmacyOrders Orders { get; set; } = null!;

    [Inject]
    private PharmacyFaults Faults { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Look()
    {
        var (items, fetched) = (Shelf.All(), Orders.Last(OrdersShown));
        var changed = answer != Pharmacy.Last || !items.SequenceEqual(shelf) || !fetched.SequenceEqual(orders);
        (shelf, orders, answer) = (items, fetched, Pharmacy.Last);
        return changed;
    }

    private Task SendAsync(long? item) => CallAsync(ct => Pharmacy.SendAsync(way, item, ct));

    private Task FetchAsync() => CallAsync(ct => Pharmacy.FetchAsync(way, ct));

    private Task CallAsync(Func<CancellationToken, Task<PharmacyAnswer>> call) => RunAsync(async ct =>
    {
        var told = await call(ct);
        Refresh();
        return told.IsGood ? Outcome.Done : new Outcome(Refusal.Conflict("OrderSync answered: {0}", told.Summary));
    });

    private void Refresh()
    {
        Look();
        StateHasChanged();
    }

    private void SetStock(ShelfItem item, ChangeEventArgs change)
    {
        if (int.TryParse((string?)change.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var stock))
        {
            Shelf.Set(item.Ref, stock, null);
        }

        Refresh();
    }

    private void SetPrice(ShelfItem item, ChangeEventArgs change)
    {
        if (decimal.TryParse((string?)change.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) && price > 0)
        {
            Shelf.Set(item.Ref, null, price);
        }

        Refresh();
    }
}
