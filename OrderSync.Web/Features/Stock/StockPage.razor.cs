using OrderSync.Domain;
using OrderSync.Web.Components;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Stock;

/// <summary>Every variant with what lies in the warehouses, what is promised, and what is left to sell.</summary>
public sealed partial class StockPage
{
    private const int Size = 50;
    private KeysetPage<StockRow>? stock;
    private IReadOnlyList<WarehouseName> warehouses = [];
    private bool counted = true;
    private bool mayCount;

    /// <summary>Name of the one warehouse the list shows; null shows all together.</summary>
    private string? Chosen => warehouses.FirstOrDefault(one => one.Key == Query["warehouse"])?.Name;

    private string Lead => Chosen is { } one
        ? L["What was counted in {0}. Sellable is on hand less what is reserved for open orders, less what orders hold that wait or have a problem.", one]
        : L["What lies in your warehouses together. Sellable is on hand less what is reserved for open orders, less what orders hold that wait or have a problem."];

    private List<FilterOption> Conditions => [.. Enum.GetValues<StockCondition>().Select(value => new FilterOption(QueryState.Slug(value), L[value.Word()]))];

    private List<FilterOption> WarehouseOptions => [.. warehouses.Select(one => new FilterOption(one.Key, one.Name))];

    protected override void OnInitialized() => Listen(Topics.Stock, Topics.Orders, Topics.Products, Topics.Runs);

    protected override async Task LoadAsync(CancellationToken ct)
    {
        mayCount = (await Me.GetAsync()).May(Permission.ManageStock);
        warehouses = await Queries.WarehousesAsync(ct);
        counted = await Queries.AnyCountedAsync(ct);
        stock = await Queries.ListAsync(StockFilter.Read(Query), IdCursor.Parse(Query[QueryState.Cursor]), Size, ct);
    }

    private async Task CountAsync(StockRow row)
    {
        if (await Counting.OpenAsync(row.VariantId, row.Sku.Length > 0 ? row.Sku : row.Name, Query["warehouse"]))
        {
            await ReloadAsync();
        }
    }

    private static string HoverOf(StockRow row) => row.Ean.Length > 0 ? $"{row.Name} · EAN {row.Ean}" : row.Name;

    /// <summary>The sum taken apart, where there is something to take apart.</summary>
    private string? PlacesOf(StockRow row) => row.Places.Count > 1
        ? string.Join(" · ", row.Places.Select(place => $"{NameOf(place.Warehouse)} {place.OnHand:N0}"))
        : null;

    private string NameOf(string warehouse) => warehouses.FirstOrDefault(one => one.Key == warehouse)?.Name ?? warehouse;
}
