using System.Globalization;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Importing;

/// <summary>
/// Decides what becomes of an order a shop has shown. Pure: the same order, correction, mappings and settings give the same decision,
/// so a preview, a run and an explanation agree. Checks go from "is it ours and whole" over the status rule to what importing needs.
/// </summary>
public static class OrderImportPlanner
{
    /// <param name="correction">What support corrected; applied over the shop's data.</param>
    public static ImportDecision Decide(ExternalOrder shopOrder, OrderCorrection? correction, MappingSet mappings, ImportSettings settings)
    {
        var order = Corrections.Apply(shopOrder, correction);
        return LeftOut(order, settings)
            ?? NotReady(order)
            ?? ByStatus(order, mappings, settings)
            ?? Import(order, correction, mappings, settings);
    }

    private static ImportDecision? LeftOut(ExternalOrder order, ImportSettings settings)
    {
        if (settings.ShopId.Length > 0 && order.ShopId.Length > 0 && order.ShopId != settings.ShopId)
        {
            return Ignored(DecisionCause.OtherShop, new Phrase("The order belongs to shop {0}; this integration imports shop {1}.", order.ShopId, settings.ShopId));
        }

        return settings.IsBeforeStart(order.ExternalId)
            ? Ignored(DecisionCause.BeforeStart, new Phrase(
                "The order is older than the first order to import ({0}).", settings.ImportFromOrderId.ToString(CultureInfo.InvariantCulture)))
            : null;
    }

    private static ImportDecision? NotReady(ExternalOrder order) => order.NotReady is null
        ? null
        : new ImportDecision(IncomingState.Waiting, DecisionCause.NotReady,
            new Phrase("The shop is still writing this order ({0}). It is read again by itself.", order.NotReady));

    private static ImportDecision? ByStatus(ExternalOrder order, MappingSet mappings, ImportSettings settings)
    {
        if (!mappings.Statuses.TryGetValue(order.StatusId, out var rule))
        {
            return Unmapped([.. StatusMissing(order, mappings), .. MethodsMissing(order, mappings)]);
        }

        if (rule.Action == StatusAction.Import)
        {
            return null;
        }

        var name = StatusName(order, mappings);
        return rule.Retry
            ? new ImportDecision(IncomingState.Waiting, DecisionCause.StatusRule,
                new Phrase("Status '{0}' is not imported yet; it is checked again for a change.", name))
            : Ignored(DecisionCause.StatusRule, new Phrase("Status '{0}' is not imported.", name));
    }

    private static ImportDecision Import(ExternalOrder order, OrderCorrection? correction, MappingSet mappings, ImportSettings settings)
    {
        var missing = MethodsMissing(order, mappings).ToList();
        if (missing.Count > 0)
        {
            return Unmapped(missing);
        }

        if (ContentProblem(order) is { } problem)
        {
            return problem;
        }

        if (!TotalsCheck.AddsUp(order) && correction is not { AcceptTotals: true })
        {
            return Problem(DecisionCause.Totals, TotalsCheck.Explain(order));
        }

        return new ImportDecision(IncomingState.Imported, DecisionCause.None, null)
        {
            Plan = new ImportPlan(
                mappings.Statuses[order.StatusId].Status!.Value,
                settings.StoreKey,
                settings.Warehouse,
                IsDelivered(order) ? mappings.ShippingMethods[order.CarrierId] : null,
                mappings.PaymentMethods[PaymentKey.Of(order.PaymentText)],
                TotalsCheck.Difference(order)),
        };
    }

    private static ImportDecision? ContentProblem(ExternalOrder order)
    {
        if (order.Lines.Count == 0)
        {
            return Problem(DecisionCause.Malformed, new Phrase("The order has no lines."));
        }

        if (!order.Email.Contains('@'))
        {
            return Problem(DecisionCause.Customer, new Phrase("The customer has no e-mail address. Add one to go on."));
        }

        return IsDelivered(order) && MissingPart(order.DeliveryAddress) is { } part
            ? Problem(DecisionCause.Address, new Phrase("The delivery address is incomplete ({0}). Complete it to go on.", part))
            : null;
    }

    private static string? MissingPart(PostalAddress? address) => address switch
    {
        null => "no address",
        { Line1: "" } => "street",
        { City: "" } => "city",
        { CountryCode: "" } => "country",
        { LastName: "", Company: "" } => "name",
        _ => null,
    };

    private static bool IsDelivered(ExternalOrder order) => order.CarrierId.Length > 0;

    private static IEnumerable<MissingMapping> StatusMissing(ExternalOrder order, MappingSet mappings) =>
        [new(MappingTables.OrderStatuses, order.StatusId, StatusName(order, mappings))];

    private static IEnumerable<MissingMapping> MethodsMissing(ExternalOrder order, MappingSet mappings)
    {
        if (IsDelivered(order) && !mappings.ShippingMethods.ContainsKey(order.CarrierId))
        {
            yield return new(MappingTables.ShippingMethods, order.CarrierId, order.CarrierName);
        }

        var payment = PaymentKey.Of(order.PaymentText);
        if (!mappings.PaymentMethods.ContainsKey(payment))
        {
            yield return new(MappingTables.PaymentMethods, payment, order.PaymentText.Trim());
        }
    }

    private static ImportDecision Unmapped(IReadOnlyList<MissingMapping> missing) =>
        Problem(DecisionCause.Unmapped, NotMapped(missing[0])) with { Missing = missing };

    internal static Phrase NotMapped(MissingMapping missing) => new(UnmappedText(missing.Table), missing.SourceName);

    private static string UnmappedText(string table) => table switch
    {
        MappingTables.OrderStatuses => "Status '{0}' is not mapped yet.",
        MappingTables.ShippingMethods => "Carrier '{0}' is not mapped yet.",
        _ => "Payment '{0}' is not mapped yet.",
    };

    private static string StatusName(ExternalOrder order, MappingSet mappings) =>
        mappings.StatusNames.GetValueOrDefault(order.StatusId) is { Length: > 0 } name ? name : order.StatusId;

    private static ImportDecision Problem(DecisionCause cause, Phrase reason) => new(IncomingState.Problem, cause, reason);

    private static ImportDecision Ignored(DecisionCause cause, Phrase reason) => new(IncomingState.Ignored, cause, reason);
}
