using Microsoft.AspNetCore.Components;
using OrderSync.Domain;
using OrderSync.Web.Components;
using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.PrestaShop;
using OrderSync.Web.Sandbox.PrestaShop.Webservice;
using OrderSync.Web.Sandbox.Requests;

namespace OrderSync.Web.Sandbox.Panel;

/// <summary>Reads the shop once a second while somebody looks, and draws again only what has changed.</summary>
public sealed partial class SandboxPanel
{
    private const int OrdersShown = 20;

    private IReadOnlyList<OrderSummary> orders = [];
    private IReadOnlyList<LoggedRequest> requests = [];
    private int total;
    private IDisposable? beat;

    [Inject]
    private SandboxShop Shop { get; set; } = null!;

    [Inject]
    private ShopSettings Settings { get; set; } = null!;

    [Inject]
    private SandboxFaults Faults { get; set; } = null!;

    [Inject]
    private SandboxRequestLog Log { get; set; } = null!;

    [Inject]
    private ViewerClock Clock { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string PublicUrl => Navigation.BaseUri.TrimEnd('/') + WebserviceEndpoint.ShopPath.TrimEnd('/');

    protected override void OnInitialized()
    {
        Look();
        beat = Clock.Every(Beat, second: true);
    }

    protected override void Dispose(bool disposing)
    {
        beat?.Dispose();
        base.Dispose(disposing);
    }

    private Task AddAsync(int count) => DoAsync(() => Shop.AddOrders(count));

    private Task ChangeStateAsync((int Order, int State) change) => DoAsync(() => Shop.ChangeState(change.Order, change.State));

    private Task DoAsync(Action act) => RunAsync(_ =>
    {
        act();
        Look();
        return Task.FromResult(Outcome.Done);
    });

    private void Beat() => _ = InvokeAsync(() =>
    {
        if (Look())
        {
            StateHasChanged();
        }
    });

    /// <summary>True when something is new.</summary>
    private bool Look()
    {
        var (ordersNow, requestsNow, totalNow) = (Shop.LastOrders(OrdersShown), Log.Last(), Shop.CountOrders());
        var changed = totalNow != total || !ordersNow.SequenceEqual(orders) || requestsNow.FirstOrDefault() != requests.FirstOrDefault();
        (orders, requests, total) = (ordersNow, requestsNow, totalNow);
        return changed;
    }
}
