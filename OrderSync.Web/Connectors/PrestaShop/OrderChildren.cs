using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Connectors.PrestaShop;

internal sealed record CustomerRow(string Id, string FirstName, string LastName, string Email, bool IsGuest);

internal sealed record AddressRow(string Id, string Country, string State, PostalAddress Address);

internal sealed record ShippingRow(string Order, long Id, string Carrier, string TrackingNumber);

internal sealed record PaymentRow(string Reference, string Method, decimal Amount, string Currency, string TransactionId, DateTime? PaidAt);

internal sealed record DetailRow(string Order, ExternalLine Line);

internal sealed record RefundRow(string Order, string Line, int Pieces);

internal sealed record DiscountRow(string Order, OrderDiscount Discount, bool IsDeleted);

/// <summary>Everything a page of orders points to, read with one request per list instead of one per order.</summary>
internal sealed class OrderChildren(PrestaShopClient client, KeyedReader keyed, TimeProvider clock)
{
    private static readonly ShopQuery Customers = ShopQuery.Of("customers").Display("id", "firstname", "lastname", "email", "is_guest");

    private static readonly ShopQuery Addresses = ShopQuery.Of("addresses").Display(
        "id", "id_country", "id_state", "company", "firstname", "lastname", "vat_number", "address1", "address2", "postcode", "city",
        "other", "phone", "phone_mobile");

    private static readonly ShopQuery Shipping = ShopQuery.Of("order_carriers").Display("id", "id_order", "id_carrier", "tracking_number");

    private static readonly ShopQuery Payments = ShopQuery.Of("order_payments").Display(
        "id", "order_reference", "id_currency", "amount", "payment_method", "transaction_id", "date_add").Sort("id");

    private static readonly ShopQuery Refunds = ShopQuery.Of("order_details").Display("id", "id_order", "product_quantity_refunded", "product_quantity_return");

    private static readonly ShopQuery Details = ShopQuery.Of("order_details").Display([.. OrderDraft.RowFields, "id_order"]).Sort("id");

    /// <remarks>What becomes a list in the order is sorted: the same order must come out the same each time.</remarks>
    /// <param name="withRefunds">Ask for refunded pieces too: one more list, which a new order has no use for.</param>
    public async Task<ChildrenOfPage> ReadAsync(
        ShopAccess shop, ShopMemory memory, ShopZone zone, IReadOnlyList<OrderDraft> drafts, bool withRefunds, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var customers = await ReadAsync(shop, Customers, "id", drafts.Select(draft => draft.Order.CustomerId), (record, _) => Customer(record), row => row.Id, ct);
        var addresses = await ReadAsync(
            shop, Addresses, "id", drafts.SelectMany(draft => new[] { draft.DeliveryAddress, draft.InvoiceAddress }), (record, _) => Address(record), row => row.Id, ct);
        var shipping = await ReadAsync(shop, Shipping, "id_order", Ids(drafts.Where(draft => draft.Carrier.Length > 0)), (record, _) => Parcel(record), row => row.Order, ct);
        var payments = await ReadAsync(
            shop, Payments, "order_reference", drafts.Select(draft => draft.Order.Reference),
            (record, answer) => Payment(record, zone, answer.ShopTime ?? now.UtcDateTime), row => row.Reference, ct);
        var details = await ReadAsync(shop, Details, "id_order", Ids(drafts.Where(draft => draft.Order.Lines.Count == 0)), (record, _) => Detail(record), row => row.Order, ct);
        return new ChildrenOfPage
        {
            Customers = customers,
            Addresses = addresses,
            Shipping = shipping,
            Payments = payments,
            Details = details,
            Refunds = await ReadAsync(shop, Refunds, "id_order", withRefunds ? Ids(drafts) : [], (record, _) => Refund(record), row => row.Order, ct),
            Discounts = await DiscountsAsync(shop, memory, drafts, ct),
            Carriers = await memory.References.Carriers.ForAsync(drafts.Select(draft => draft.Carrier), client, shop, now, ct),
            Currencies = await memory.References.Currencies.ForAsync(
                [.. drafts.Select(draft => draft.Currency), .. payments.All.Select(row => row.Currency)], client, shop, now, ct),
            Countries = await memory.References.Countries.ForAsync(addresses.All.Select(row => row.Country), client, shop, now, ct),
            States = await memory.References.States.ForAsync(addresses.All.Select(row => row.State), client, shop, now, ct),
        };
    }

    private static IEnumerable<string> Ids(IEnumerable<OrderDraft> drafts) => drafts.Select(draft => draft.ExternalId);

    private Task<KeyedRecords<T>> ReadAsync<T>(
        ShopAccess shop, ShopQuery query, string field, IEnumerable<string> keys, Func<WireRecord, ShopAnswer, T> map, Func<T, string> keyOf,
        CancellationToken ct) =>
        keyed.ReadAsync(shop, query, field, keys.Where(IsSafe), map, keyOf, ct);

    /// <summary>Letters that mean something in a filter would select other rows.</summary>
    private static bool IsSafe(string key) => key.Length > 0 && key.IndexOfAny(['|', ',', '[', ']', '%']) < 0;

    private async Task<ILookup<string, OrderDiscount>> DiscountsAsync(
        ShopAccess shop, ShopMemory memory, IReadOnlyList<OrderDraft> drafts, CancellationToken ct)
    {
        var rows = Enumerable.Empty<DiscountRow>();
        var discounted = Ids(drafts.Where(draft => draft.Order.DiscountTotal != 0)).ToList();
        if (discounted.Count > 0 && memory.DiscountResource is { } resource)
        {
            try
            {
                var query = ShopQuery.Of(resource).DisplayFull().Sort("id");
                var read = await ReadAsync(shop, query, "id_order", discounted, (record, _) => Discount(record), row => row.Order, ct);
                rows = read.All.Where(row => !row.IsDeleted);
            }
            catch (RemoteFailureException error) when (error.Failure.Code is FailureCode.PermissionMissing or FailureCode.UnknownResource)
            {
                memory.NoDiscountList = true; // their names are a nicety: the total is in the order
            }
        }

        return rows.ToLookup(row => row.Order, row => row.Discount);
    }

    private static CustomerRow Customer(WireRecord record) =>
        new(record["id"], record["firstname"], record["lastname"], record["email"], record.Flag("is_guest"));

    private static AddressRow Address(WireRecord record) => new(
        record["id"],
        OrderDraft.Reference(record, "id_country"),
        OrderDraft.Reference(record, "id_state"),
        new PostalAddress
        {
            FirstName = record["firstname"],
            LastName = record["lastname"],
            Company = record["company"],
            VatNumber = record["vat_number"],
            Line1 = record["address1"],
            Line2 = record["address2"],
            PostalCode = record["postcode"],
            City = record["city"],
            Phone = record["phone_mobile"] is { Length: > 0 } mobile ? mobile : record["phone"],
            Other = record["other"],
        });

    private static ShippingRow Parcel(WireRecord record) => new(record["id_order"], record.Id, record["id_carrier"], record["tracking_number"]);

    private static PaymentRow Payment(WireRecord record, ShopZone zone, DateTime shopTime) => new(
        record["order_reference"], record["payment_method"], record.Amount("amount"), record["id_currency"], record["transaction_id"],
        zone.ToUtc(record["date_add"], shopTime));

    private static DetailRow Detail(WireRecord record) => new(record["id_order"], OrderDraft.Line(record));

    private static RefundRow Refund(WireRecord record) => new(
        record["id_order"], record["id"], (int)(record.Number("product_quantity_refunded") + record.Number("product_quantity_return")));

    private static DiscountRow Discount(WireRecord record) =>
        new(record["id_order"], new OrderDiscount(record["name"], record.Amount("value")), record.Flag("deleted"));
}
