using Microsoft.AspNetCore.Components;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Web.Features.Orders.Shipping;

namespace OrderSync.Web.Features.Orders;

/// <summary>What leaves the house, and with which parcel.</summary>
public sealed partial class ShipForm
{
    private List<Row> lines = [];
    private string carrier = "";
    private string number = "";
    private string url = "";

    [Parameter, EditorRequired] public required Order Order { get; set; }
    [Parameter, EditorRequired] public required OrderShipments Shipments { get; set; }

    private int Pieces => lines.Sum(line => Math.Max(0, line.Quantity ?? 0));

    private List<Row> Wanted => [.. lines.Where(line => line.Quantity is not (null or 0))];

    private IReadOnlyCollection<string> Shown => [.. Wanted.Select((_, i) => FieldOf(i))];

    protected override void OnInitialized()
    {
        var open = Shipments.Progress.ToDictionary(line => line.LineId, line => line.Open);
        lines = [.. Order.Lines.Where(line => open.GetValueOrDefault(line.Id) > 0).OrderBy(line => line.Position).Select(line => new Row(line, open[line.Id]))];
        carrier = Shipments.Shipments.LastOrDefault(shipment => shipment.UndoneAt is null)?.Carrier is { Length: > 0 } before ? before : Order.CarrierName;
    }

    private Phrase? FaultOf(Row line) => Wanted.IndexOf(line) is var i and >= 0 ? Action.FieldError(FieldOf(i)) : null;

    private static string FieldOf(int index) => FormattableString.Invariant($"lines[{index}].quantity");

    private async Task SaveAsync()
    {
        var request = new ShipmentRequest([.. Wanted.Select(line => new ShipmentPieces(line.Line.Id, line.Quantity!.Value))], carrier, number, url);
        var (done, shipment) = await RunAsync(Action, async ct => await Actions.ShipAsync(await Me.GetAsync(), Order.Id, request, ct));
        if (done)
        {
            Dialogs.Close(shipment);
        }
    }

    private sealed class Row(OrderLine line, int open)
    {
        public OrderLine Line => line;

        public int Open => open;

        public int? Quantity { get; set; } = open;
    }
}
