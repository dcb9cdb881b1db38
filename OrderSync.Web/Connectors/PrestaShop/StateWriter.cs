using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// Moves an order to a state by adding to its history. The shop does it again for every POST, with row, mail, invoice and payment, even for the
/// state which the order has already (contract §4.3, observed 1, 2, 17): so it is asked right before.
/// </summary>
internal sealed class StateWriter(PrestaShopClient client, OrderSight sight, MappingValues values, CarefulWrite careful, TimeProvider clock)
{
    private const string Resource = "order_histories";

    public async Task<ShownOrder?> LookAsync(ShopAccess shop, ShopMemory memory, string orderId, CancellationToken ct)
    {
        if (await sight.HeadAsync(shop, orderId, ct) is not { } head)
        {
            return null;
        }

        var history = await sight.HistoryAsync(shop, orderId, ct);
        var carrier = await sight.CarrierRowAsync(shop, orderId, ct);
        await NameAsync(shop, memory, head.State, ct);
        return new ShownOrder(head.State, memory.StateNames.Show(head.State), carrier?["tracking_number"], PageReader.Text(history.Count == 0 ? 0 : history[^1].Id));
    }

    public async Task<StatusWritten> WriteAsync(ShopAccess shop, ShopMemory memory, StateWrite write, CancellationToken ct)
    {
        if (await NameAsync(shop, memory, write.State, ct) is not { } wanted)
        {
            // The shop would die of it with an empty error (observed 26).
            return new StatusWritten(StatusSent.Refused, "", "", new Phrase("The shop has no order state {0}. Choose another one in the settings or mappings.", write.State));
        }

        return await careful.RunAsync(shop, memory, () => SeeAsync(shop, memory, write, ct), () => PostAsync(shop, write, ct), wanted, ct);
    }

    /// <summary>The history before the state: of the two, the state is what has to be young when the POST goes out.</summary>
    private async Task<Sight> SeeAsync(ShopAccess shop, ShopMemory memory, StateWrite write, CancellationToken ct)
    {
        var history = await sight.HistoryAsync(shop, write.OrderId, ct);
        if (await sight.HeadAsync(shop, write.OrderId, ct) is not { } head)
        {
            return Sight.Closed(StatusSent.Refused, "", new Phrase("The shop has no order {0}.", write.OrderId));
        }

        var shown = memory.StateNames.Show(head.State);
        return head.State == write.State ? Sight.AlreadyThere(shown)
            : head.State is "" or "0" ? Sight.Closed(StatusSent.Refused, "", new Phrase("The shop has not finished order {0} yet.", write.OrderId))
            : history.Any(row => row.State == write.State && row.Id > Mark(write)) ? Sight.Closed(StatusSent.MovedOn, shown) with { IsThere = true }
            : write.Beyond.Contains(head.State) ? Sight.Closed(StatusSent.MovedOn, shown)
            : Sight.Open(shown);
    }

    private async Task<ShopFailure?> PostAsync(ShopAccess shop, StateWrite write, CancellationToken ct)
    {
        var query = write.Notify ? ShopQuery.Of(Resource).With("sendemail", "1") : ShopQuery.Of(Resource);
        var xml = RecordXml.Write("order_history", [("id_order", write.OrderId), ("id_order_state", write.State)]);
        var sent = await client.WriteAsync(shop, HttpMethod.Post, query, xml, ct);
        return sent.Failure
            ?? (sent.Records.Any(record => record["id_order"] == write.OrderId && record["id_order_state"] == write.State) ? null
                : AnswerFailures.Malformed(shop.Host, "it does not show the state that was sent"));
    }

    private Task<string?> NameAsync(ShopAccess shop, ShopMemory memory, string state, CancellationToken ct) =>
        memory.StateNames.FindAsync(state, () => values.ReadAsync(shop, Domain.Mappings.MappingTables.OrderStatuses, ct), clock.GetUtcNow());

    /// <summary>0 where the caller knows none: then the whole history counts.</summary>
    private static long Mark(StateWrite write) =>
        long.TryParse(write.Mark, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var mark) ? mark : 0;
}
