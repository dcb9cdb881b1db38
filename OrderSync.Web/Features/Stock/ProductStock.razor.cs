using Microsoft.AspNetCore.Components;
using OrderSync.Domain;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Stock;

/// <summary>The stock of one product, for its page.</summary>
public sealed partial class ProductStock
{
    private const int MostLinks = 3;
    private ProductStockView? view;
    private IReadOnlyList<Line> lines = [];
    private IReadOnlyList<WarehouseName> warehouses = [];
    private bool mayCount;
    private long shown;

    [Parameter, EditorRequired]
    public long ProductId { get; set; }

    private bool ShowsHeld => lines.Any(line => line.Place.Held > 0);

    private bool ShowsWarehouse => lines.Select(line => line.Place.Warehouse).Distinct().Count() > 1;

    /// <summary>The ledger knows variants; with several of them it is shown whole.</summary>
    private string MovementsHref => view is { Variants: [var only] } ? $"/stock/movements?variant={only.VariantId}" : "/stock/movements";

    protected override void OnInitialized() => Listen(Topics.Stock, Topics.Orders, Topics.Products, Topics.Runs);

    protected override Task OnParametersSetAsync() => shown == ProductId ? Task.CompletedTask : RefreshAsync();

    protected override async Task RefreshAsync()
    {
        shown = ProductId;
        mayCount = (await Me.GetAsync()).May(Permission.ManageStock);
        warehouses = await Stock.WarehousesAsync(Gone);
        view = await Queries.FindAsync(ProductId, Gone);
        lines = [.. view.Variants.SelectMany(LinesOf)];
    }

    /// <summary>Every warehouse, also where nothing was counted: that is where somebody may want to begin.</summary>
    private IEnumerable<Line> LinesOf(StockRow variant) => warehouses.Select(one => one.Key).Union(variant.Places.Select(place => place.Warehouse))
        .Select(warehouse => new Line(variant, variant.In(warehouse), [.. view!.Promised[(variant.VariantId, warehouse)]], [.. view.Holding[(variant.VariantId, warehouse)]]));

    private async Task CountAsync(Line line)
    {
        if (await Counting.OpenAsync(line.Variant.VariantId, line.Variant.Sku.Length > 0 ? line.Variant.Sku : line.Variant.Name, line.Place.Warehouse))
        {
            await RefreshAsync();
        }
    }

    private string NameOf(string warehouse) => warehouses.FirstOrDefault(one => one.Key == warehouse)?.Name ?? warehouse;

    private sealed record Line(StockRow Variant, StockPlace Place, IReadOnlyList<PromisedOrder> Promised, IReadOnlyList<HoldingOrder> Holding);
}
