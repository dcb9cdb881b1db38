using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Feeds.ImportOrders;

/// <summary>Turns a decision into the state of an incoming order.</summary>
internal static class IncomingDecision
{
    /// <returns>Whether state, cause or reason differ from before.</returns>
    public static bool Apply(IncomingOrder incoming, ImportDecision decision, DateTime now)
    {
        var missing = decision.Missing.Select(value => (value.Table, value.Source)).ToHashSet();
        var changed = incoming.State != decision.State || incoming.Cause != decision.Cause || incoming.Reason != decision.Reason
            || !missing.SetEquals(incoming.Missing.Select(value => (value.Table, value.Source)));
        incoming.State = decision.State;
        incoming.Cause = decision.Cause;
        incoming.Reason = decision.Reason;
        incoming.DecidedAt = now;
        incoming.ProblemSince = decision.State == IncomingState.Problem ? incoming.ProblemSince ?? now : null;
        incoming.RetryRequested = false;
        incoming.Attempts++;
        incoming.Stamp = Guid.NewGuid();
        if (changed)
        {
            incoming.Missing.Clear();
            incoming.Missing.AddRange(missing.Select(value => new MissingValue { Table = value.Table, Source = value.Source }));
        }

        return changed;
    }

    /// <summary>What a run writes into the history of an order.</summary>
    public static TimelineEvent EventOf(this FeedContext context, IncomingOrder incoming, TimelineKind kind, Phrase summary, long? payloadId) => new()
    {
        IncomingOrderId = incoming.Id,
        At = context.Now,
        Kind = kind,
        Actor = context.StartedBy,
        Summary = summary,
        PayloadId = payloadId,
        RunId = context.RunId,
    };

    public static ItemOutcome OutcomeOf(ImportDecision decision) => decision.State switch
    {
        IncomingState.Imported => ItemOutcome.Created,
        IncomingState.Waiting => ItemOutcome.Waiting,
        IncomingState.Problem => ItemOutcome.Failed,
        _ => ItemOutcome.Skipped,
    };

    public static Order NewOrder(IncomingOrder incoming, ExternalOrder order, ImportPlan plan, DateTime now) => new()
    {
        IntegrationId = incoming.IntegrationId,
        ExternalId = order.ExternalId,
        Reference = order.Reference,
        IncomingOrderId = incoming.Id,
        StoreKey = plan.StoreKey,
        Warehouse = plan.Warehouse,
        Status = plan.Status,
        PlacedAt = order.PlacedAt ?? now,
        ImportedAt = now,
        UpdatedAt = now,
        CustomerName = order.CustomerName.Length > 0 ? order.CustomerName : order.DeliveryAddress?.FullName ?? "",
        Email = order.Email,
        Phone = order.DeliveryAddress?.Phone ?? order.InvoiceAddress?.Phone ?? "",
        IsGuest = order.IsGuest,
        DeliveryAddress = order.DeliveryAddress,
        InvoiceAddress = order.InvoiceAddress,
        ShippingMethod = plan.ShippingMethod,
        CarrierName = order.CarrierName,
        PaymentMethod = plan.PaymentMethod,
        PaymentText = order.PaymentText,
        Currency = order.Currency,
        ProductsTotal = order.ProductsTotal,
        ShippingTotal = order.ShippingTotal,
        WrappingTotal = order.WrappingTotal,
        DiscountTotal = order.DiscountTotal,
        RoundingDifference = plan.RoundingDifference,
        Total = order.Total,
        TotalNet = order.TotalNet,
        PaidTotal = order.PaidTotal,
        IsGift = order.IsGift,
        GiftMessage = order.GiftMessage,
        Note = order.Note,
        Discounts = order.Discounts,
        Payments = order.Payments,
        References = order.References,
        Stamp = Guid.NewGuid(),
    };

    public static List<OrderLine> NewLines(ExternalOrder order) => [.. order.Lines.Select(NewLine)];

    public static OrderLine NewLine(ExternalLine line, int index) => new()
    {
        Position = index + 1,
        ExternalId = line.ExternalId,
        ExternalProductId = line.ProductId,
        ExternalVariantId = line.VariantId,
        Sku = line.Sku,
        Ean = line.Ean,
        Name = line.Name.Length > 500 ? line.Name[..500] : line.Name,
        Quantity = line.Quantity,
        Refunded = line.Refunded,
        UnitPrice = line.UnitPrice,
        UnitPriceNet = line.UnitPriceNet,
    };

    public static ImportDecision Unreadable(UnreadableOrder order) =>
        new(IncomingState.Problem, DecisionCause.Malformed, order.Reason);

    public static ImportDecision Gone { get; } = new(IncomingState.Problem, DecisionCause.Gone,
        new Phrase("The shop does not have this order any more. Ignore it if that is right."));
}
