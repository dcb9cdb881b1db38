namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>An entry of an order's history.</summary>
internal sealed record HistoryRow(long Id, string State);

/// <summary>What a write of a state or a tracking number is compared with. All reads are small and of one order.</summary>
internal sealed class OrderSight(PrestaShopClient client)
{
    /// <returns>State and carrier of the order; null when the shop has no such order.</returns>
    public async Task<(string State, string Carrier)?> HeadAsync(ShopAccess shop, string orderId, CancellationToken ct)
    {
        if (!IsNumber(orderId))
        {
            return null;
        }

        var query = ShopQuery.Of("orders").AnyOf("id", [orderId]).Display("id", "current_state", "id_carrier");
        var found = await client.ListAsync(shop, query, record => (Id: record["id"], State: record["current_state"], Carrier: record["id_carrier"]), ct);
        return found.FirstOrDefault(order => order.Id == orderId) is { Id: not null } head ? (head.State, head.Carrier) : null;
    }

    /// <returns>Oldest first.</returns>
    public async Task<IReadOnlyList<HistoryRow>> HistoryAsync(ShopAccess shop, string orderId, CancellationToken ct)
    {
        var query = ShopQuery.Of("order_histories").AnyOf("id_order", [orderId]).Display("id", "id_order", "id_order_state").Sort("id");
        var rows = await client.ListAsync(shop, query, record => (Order: record["id_order"], Row: new HistoryRow(record.Id, record["id_order_state"])), ct);
        return [.. rows.Where(row => row.Order == orderId).Select(row => row.Row).OrderBy(row => row.Id)];
    }

    /// <summary>
    /// The row that holds the order's tracking number, with all its fields. After a change of carrier there are several: the one of the
    /// order's carrier counts, the youngest if that is not clear (contract §4.4).
    /// </summary>
    /// <returns>Null when nothing of the order is delivered.</returns>
    public async Task<WireRecord?> CarrierRowAsync(ShopAccess shop, string orderId, CancellationToken ct)
    {
        var rows = !IsNumber(orderId) ? [] : await client.ListAsync(
            shop, ShopQuery.Of("order_carriers").AnyOf("id_order", [orderId]).DisplayFull(), record => record, ct);
        var own = rows.Where(row => row["id_order"] == orderId).OrderByDescending(row => row.Id).ToList();
        if (own.Count < 2)
        {
            return own.FirstOrDefault();
        }

        var carrier = (await HeadAsync(shop, orderId, ct))?.Carrier;
        return own.Find(row => row["id_carrier"] == carrier) ?? own[0];
    }

    private static bool IsNumber(string id) => id.Length > 0 && id.All(char.IsAsciiDigit);
}
