using System.Globalization;
using Microsoft.AspNetCore.Components;
using OrderSync.Domain;

namespace OrderSync.Web.Sandbox.FrontPad;

/// <summary>Reads the board once a second while somebody looks, and draws again only what has changed.</summary>
public sealed partial class FrontPadPanel
{
    private const int OrdersShown = 100;

    private IReadOnlyList<BoardOrder> last = [];
    private long count;
    private int refused;
    private string tried = "";

    [Inject]
    private FrontPadBoard Board { get; set; } = null!;

    [Inject]
    private FrontPadReporter Reporter { get; set; } = null!;

    [Inject]
    private FrontPadLimits Limits { get; set; } = null!;

    [Inject]
    private FrontPadFaults Faults { get; set; } = null!;

    [Inject]
    private SandboxOptions Options { get; set; } = null!;

    private static string Customer(BoardOrder order) => $"{order.Field("name")} {order.Field("phone")} {order.Field("mail")}";

    private static string Address(BoardOrder order) =>
        string.Join(", ", new[] { order.Field("street"), order.Field("home"), order.Field("apart") }.Where(part => part.Length > 0));

    private static string Products(BoardOrder order) => string.Join(", ", order.Products.Select(product => $"{product.Quantity} × {product.Article}"));

    private Task ForgetAsync() => RunAsync(_ =>
    {
        Board.Clear();
        Limits.Clear();
        Look();
        return Task.FromResult(Outcome.Done);
    });

    private async Task ChangeAsync(BoardOrder order, ChangeEventArgs change)
    {
        if (int.TryParse((string?)change.Value, CultureInfo.InvariantCulture, out var status))
        {
            await Reporter.SetStatusAsync(order.Id, status, CancellationToken.None);
            Look();
        }
    }

    private async Task SetAddressAsync(ChangeEventArgs change) => tried = await Reporter.SetAddressAsync((string?)change.Value ?? "", CancellationToken.None);

    /// <inheritdoc/>
    protected override bool Look()
    {
        var (now, over) = (Board.Last(OrdersShown), Limits.Refused);
        var changed = over != refused || !now.Select(State).SequenceEqual(last.Select(State));
        (last, count, refused) = (now, Board.Count(), over);
        return changed;

        static (long, int, string) State(BoardOrder order) => (order.Id, order.Status, order.Reported);
    }
}
