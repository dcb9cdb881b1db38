using Microsoft.AspNetCore.Components;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Components;
using OrderSync.Web.Features.Orders.Shipping;
using OrderSync.Web.Features.Pharmacy.HandOvers;
using OrderSync.Web.Features.Targets;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Orders;

/// <summary>One order: its lines, shipments and history, who it is for, and what can be done with it.</summary>
public sealed partial class OrderPage
{
    private readonly ActionState setStatus = new();
    private OrderDetails? details;
    private OrderShipments shipments = OrderShipments.None;
    private OrderNames names = OrderNames.None;
    private IReadOnlyList<OrderTargetRow> targets = [];
    private IReadOnlyList<HandOverRow> handOvers = [];
    private bool mayChange;
    private bool mayErase;

    [Parameter] public long Id { get; set; }

    private Order? Shown => details?.Order;

    private List<Crumb> Parents => [new(L["Orders"], "/orders")];

    protected override void OnInitialized() => Listen(Topics.Orders, Topics.Outbox);

    protected override async Task LoadAsync(CancellationToken ct)
    {
        details = await Queries.FindAsync(Id, ct);
        shipments = details is null ? OrderShipments.None : await Shipping.OfAsync(details.Order, ct);
        targets = details is null ? [] : await Targets.OfOrderAsync(details.Order, ct);
        handOvers = details is null ? [] : await HandedTo.OfOrderAsync(Id, ct);
        names = await Queries.NamesAsync(ct);
        var actor = await Me.GetAsync();
        (mayChange, mayErase) = (actor.May(Permission.SettleProblems), actor.May(Permission.ManageSystem));
    }

    private string Title(Order order) => L["Order {0}", order.Reference.Length > 0 ? order.Reference : order.ExternalId];

    private bool MayShip(Order order) => shipments.Open > 0 && order.Status is not (OrderStatus.Cancelled or OrderStatus.Refunded);

    private async Task ShipAsync()
    {
        var parameters = new Dictionary<string, object?> { [nameof(ShipForm.Order)] = Shown, [nameof(ShipForm.Shipments)] = shipments };
        if (await Dialogs.OpenAsync<ShipForm>(L["Ship: {0}", Title(Shown!)], parameters, DialogLook.Form) is long shipment)
        {
            Toasts.Done(L["Shipment {0} entered", shipment]);
        }
    }

    private async Task SetStatusAsync(OrderStatus status)
    {
        var before = Shown!.Status;
        if (await RunAsync(setStatus, async ct => await Actions.SetStatusAsync(await Me.GetAsync(), Id, status, ct)))
        {
            Toasts.Done(L["Status set to '{0}'", L[status.Look().Word].Value], L["Undo"], async () => await Actions.SetStatusAsync(await Me.GetAsync(), Id, before, CancellationToken.None));
        }
    }
}
