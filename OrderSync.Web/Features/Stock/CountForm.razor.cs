using Microsoft.AspNetCore.Components;
using OrderSync.Domain;

namespace OrderSync.Web.Features.Stock;

public sealed partial class CountForm
{
    private IReadOnlyList<WarehouseName> warehouses = [];
    private StockRow? stock;
    private string? warehouse;
    private int seen;
    private int? onHand;
    private string reason = "";

    [Parameter, EditorRequired] public long VariantId { get; set; }

    /// <summary>The warehouse to begin with; null begins where some of it lies.</summary>
    [Parameter] public string? Warehouse { get; set; }

    protected override async Task OnInitializedAsync()
    {
        reason = L["Counted"];
        warehouses = await Queries.WarehousesAsync(Gone);
        stock = await Queries.FindAsync(VariantId, Gone);
        var likely = Warehouse ?? stock?.Places.FirstOrDefault(place => place.OnHand != 0)?.Warehouse;
        warehouse = (warehouses.FirstOrDefault(one => one.Key == likely) ?? warehouses.FirstOrDefault())?.Key;
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        stock = await Queries.FindAsync(VariantId, Gone);
        seen = stock is not null && warehouse is not null ? stock.In(warehouse).OnHand : 0;
    }

    private Task Choose(ChangeEventArgs change)
    {
        Action.Clear();
        warehouse = change.Value as string;
        return ReadAsync();
    }

    private async Task SaveAsync()
    {
        var (done, counted) = await RunAsync(Action, async ct => await Actions.CountAsync(await Me.GetAsync(), VariantId, new StockCount(warehouse!, onHand, reason, seen), ct));
        if (done)
        {
            Dialogs.Close(counted);
        }
        else if (Action.Refusal?.Kind == RefusalKind.Conflict)
        {
            await ReadAsync();
        }
    }
}
