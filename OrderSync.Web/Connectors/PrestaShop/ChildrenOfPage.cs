using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>What the orders of a page point to, and how an order is put together from it. No requests.</summary>
internal sealed record ChildrenOfPage
{
    /// <summary>A checkout takes minutes at most; an order older than that will not become any more whole.</summary>
    private static readonly TimeSpan StillWritten = TimeSpan.FromMinutes(10);

    /// <summary>Without any row an order is waited for longer: nothing can be done with it anyway.</summary>
    private static readonly TimeSpan RowsMayCome = TimeSpan.FromHours(24);

    public required KeyedRecords<CustomerRow> Customers { get; init; }
    public required KeyedRecords<AddressRow> Addresses { get; init; }
    public required KeyedRecords<ShippingRow> Shipping { get; init; }
    public required KeyedRecords<PaymentRow> Payments { get; init; }
    public required KeyedRecords<DetailRow> Details { get; init; }
    public required KeyedRecords<RefundRow> Refunds { get; init; }
    public required ILookup<string, OrderDiscount> Discounts { get; init; }
    public required IReadOnlyDictionary<string, Carrier> Carriers { get; init; }
    public required IReadOnlyDictionary<string, Currency> Currencies { get; init; }
    public required IReadOnlyDictionary<string, string> Countries { get; init; }
    public required IReadOnlyDictionary<string, string> States { get; init; }

    /// <summary>Why an order of this page cannot be put together; null when it can.</summary>
    public UnreadableOrder? Unreadable(OrderDraft draft)
    {
        return Bad(Addresses.Bad, draft.DeliveryAddress, "delivery address")
            ?? Bad(Addresses.Bad, draft.InvoiceAddress, "invoice address")
            ?? Bad(Customers.Bad, draft.Order.CustomerId, "customer")
            ?? Bad(Shipping.Bad, draft.ExternalId, "carrier")
            ?? Bad(Details.Bad, draft.ExternalId, "lines")
            ?? Bad(Refunds.Bad, draft.ExternalId, "refunds")
            ?? Bad(Payments.Bad, draft.Order.Reference, "payments");

        UnreadableOrder? Bad(IReadOnlyDictionary<string, BadRecord> bad, string key, string what) => bad.TryGetValue(key, out var record)
            ? new UnreadableOrder(draft.ExternalId, new Phrase("The order's {0} cannot be read: {1}", what, record.Reason.ToString()), record.Excerpt)
            : null;
    }

    public ExternalOrder Complete(OrderDraft draft)
    {
        var order = draft.Order;
        var customer = Customers.Rows[order.CustomerId].FirstOrDefault();
        var delivery = Address(draft.DeliveryAddress);
        var invoice = Address(draft.InvoiceAddress);
        var named = invoice ?? delivery;
        var carrier = draft.Carrier.Length == 0 ? null : Carriers.GetValueOrDefault(draft.Carrier);
        var currency = Currencies.GetValueOrDefault(draft.Currency) ?? new Currency("", 2);
        var whole = order with
        {
            CustomerFirstName = customer?.FirstName ?? named?.FirstName ?? "",
            CustomerLastName = customer?.LastName ?? named?.LastName ?? "",
            Email = customer?.Email ?? "",
            IsGuest = customer?.IsGuest ?? false,
            DeliveryAddress = delivery,
            InvoiceAddress = invoice,
            CarrierId = carrier?.Reference ?? draft.Carrier,
            CarrierName = carrier?.Name ?? "",
            TrackingNumber = TrackingNumber(draft),
            Currency = currency.Code,
            CurrencyDecimals = currency.Decimals,
            Lines = [.. (order.Lines.Count > 0 ? order.Lines : Details.Rows[draft.ExternalId].Select(row => row.Line)).Select(WithRefunds)],
            Payments = [.. Payments.Rows[order.Reference].Select(Payment)],
            Discounts = [.. DiscountsOf(draft)],
        };
        return whole with { NotReady = NotReady(whole, draft.ShopTime) };

        ExternalLine WithRefunds(ExternalLine line) =>
            Refunds.Rows[draft.ExternalId].FirstOrDefault(row => row.Line == line.ExternalId) is { Pieces: > 0 } refund ? line with { Refunded = refund.Pieces } : line;
    }

    /// <summary>PrestaShop writes order, rows and state one after the other, and shows each as soon as it is there.</summary>
    private static string? NotReady(ExternalOrder order, DateTime shopTime)
    {
        var age = shopTime - (order.PlacedAt ?? DateTime.MinValue);
        return order.StatusId.Length == 0 ? "no status yet"
            : order.Lines.Count == 0 && age < RowsMayCome ? "no lines yet"
            : age < StillWritten && !RowsAddUp(order) ? "not all lines yet"
            : null;
    }

    private static bool RowsAddUp(ExternalOrder order)
    {
        var sum = order.Lines.Sum(line => line.UnitPrice * line.Quantity);
        var tolerance = 0.01m * (1 + order.Lines.Sum(line => Math.Abs(line.Quantity)));
        return Math.Abs(sum - order.ProductsTotal) <= tolerance;
    }

    private PostalAddress? Address(string id) => Addresses.Rows[id].FirstOrDefault() is not { } row ? null : row.Address with
    {
        CountryCode = Countries.GetValueOrDefault(row.Country, ""),
        State = row.State.Length == 0 ? "" : States.GetValueOrDefault(row.State, ""),
    };

    /// <summary>After a change of carrier there are several rows: the newest of the order's own carrier counts.</summary>
    private string TrackingNumber(OrderDraft draft) => Shipping.Rows[draft.ExternalId]
        .Where(row => row.Carrier == draft.Carrier && row.TrackingNumber.Length > 0)
        .MaxBy(row => row.Id)?.TrackingNumber ?? "";

    private OrderPayment Payment(PaymentRow row) =>
        new(row.Method, row.Amount, Currencies.GetValueOrDefault(row.Currency)?.Code ?? "", row.TransactionId, row.PaidAt);

    private IEnumerable<OrderDiscount> DiscountsOf(OrderDraft draft) => draft.Order.DiscountTotal == 0 ? []
        : Discounts.Contains(draft.ExternalId) ? Discounts[draft.ExternalId]
        : [new OrderDiscount("Discount", draft.Order.DiscountTotal)];
}
