using Microsoft.AspNetCore.Components;
using OrderSync.Domain;
using OrderSync.Web.Components;
using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.PrestaShop;
using OrderSync.Web.Sandbox.PrestaShop.Module;
using OrderSync.Web.Sandbox.PrestaShop.Orders;
using OrderSync.Web.Sandbox.PrestaShop.Seed;
using OrderSync.Web.Sandbox.PrestaShop.Webservice;
using OrderSync.Web.Sandbox.Requests;

namespace OrderSync.Web.Sandbox.Panel;

/// <summary>Reads the shop once a second while somebody looks, and draws again only what has changed.</summary>
public sealed partial class SandboxPanel
{
    private const int OrdersShown = 20;
    private const int MailsShown = 10;

    private IReadOnlyList<OrderSummary> orders = [];
    private IReadOnlyList<SentMail> mails = [];
    private IReadOnlyList<LoggedRequest> requests = [];
    private int total;
    private IDisposable? beat;

    [Inject]
    private SandboxShop Shop { get; set; } = null!;

    [Inject]
    private ShopSettings Settings { get; set; } = null!;

    [Inject]
    private ShopModule Module { get; set; } = null!;

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

    private Task BuyAsync((Variant Article, int Pieces) purchase) => DoAsync(() => Shop.Buy(purchase.Article, purchase.Pieces));

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
        var (ordersNow, mailsNow, requestsNow, totalNow) = (Shop.LastOrders(OrdersShown), Shop.LastMails(MailsShown), Log.Last(), Shop.CountOrders());
        var changed = totalNow != total || !ordersNow.SequenceEqual(orders) || !mailsNow.SequenceEqual(mails) || requestsNow.FirstOrDefault() != requests.FirstOrDefault();
        (orders, mails, requests, total) = (ordersNow, mailsNow, requestsNow, totalNow);
        return changed;
    }
}
