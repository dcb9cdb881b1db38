using OrderSync.Domain;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Features.Problems;

/// <summary>What to do about a group: words, and where.</summary>
public sealed record Remedy(Phrase Text, Phrase Look, string Href);

/// <summary>What to do about one order: a page elsewhere, or a field of its correction form.</summary>
public sealed record OrderRemedy(Phrase Text, string? Href, string? Field);

/// <summary>Says what holds orders and what to do about it, in plain words.</summary>
public static class ProblemTexts
{
    public static Phrase Title(ProblemGroup group) => (group.State, group.Cause) switch
    {
        (_, DecisionCause.Unmapped) => Unmapped(group.Table ?? "", group.SourceName),
        (IncomingState.Waiting, DecisionCause.StatusRule) => new("Status '{0}' is not imported yet", group.SourceName),
        (IncomingState.Ignored, DecisionCause.StatusRule) => new("Status '{0}' is not imported", group.SourceName),
        (_, var cause) => Title(cause),
    };

    public static Phrase Unmapped(string table, string name) => table switch
    {
        MappingTables.OrderStatuses => new("Status '{0}' is not mapped yet", name),
        MappingTables.ShippingMethods => new("Carrier '{0}' is not mapped yet", name),
        MappingTables.PaymentMethods => new("Payment '{0}' is not mapped yet", name),
        _ => new("'{0}' is not mapped yet", name),
    };

    public static Phrase Title(DecisionCause cause) => cause switch
    {
        DecisionCause.StatusRule => new("The status rule says: do not import"),
        DecisionCause.NotReady => new("The shop is still writing these orders"),
        DecisionCause.BeforeStart => new("Older than the first order to import"),
        DecisionCause.OtherShop => new("Belongs to another shop of the multistore"),
        DecisionCause.Unmapped => new("A value is not mapped yet"),
        DecisionCause.Totals => new("The parts do not add up to the shop's total"),
        DecisionCause.Address => new("The delivery address is incomplete"),
        DecisionCause.Customer => new("The customer has no e-mail address"),
        DecisionCause.Malformed => new("The shop's answer cannot be read"),
        DecisionCause.Gone => new("The shop does not have the order any more"),
        DecisionCause.IgnoredByPerson => new("Left out by a person"),
        _ => new("About to be decided"),
    };

    /// <summary>What happens next, or what somebody should do.</summary>
    public static Phrase Advice(ProblemGroup group) => (group.State, group.Cause) switch
    {
        (_, DecisionCause.Unmapped) => new("They import by themselves as soon as it is mapped."),
        (_, DecisionCause.Totals) => new("Compare each order in the shop, then accept the shop's total or ignore the order."),
        (_, DecisionCause.Address) => new("Complete the address of each order; the shop's own data stays as it is."),
        (_, DecisionCause.Customer) => new("Enter an e-mail address for each order."),
        (_, DecisionCause.Malformed) => new("Look at the order in the shop. Once the shop answers properly again, retry."),
        (_, DecisionCause.Gone) => new("Ignore them if they were deleted on purpose."),
        (IncomingState.Waiting, DecisionCause.StatusRule) => new("They are read again every time the Retry feed runs, until the shop changes the status."),
        (IncomingState.Waiting, _) => new("They are read again by themselves."),
        (IncomingState.Ignored, DecisionCause.StatusRule) => new("Change the rule of the status to import such orders."),
        (IncomingState.Ignored, DecisionCause.IgnoredByPerson) => new("Open one to see who left it out and why, or take it back."),
        (IncomingState.Ignored, DecisionCause.BeforeStart) => new("Lower the first order to import in the integration's configuration to take them in."),
        (IncomingState.Ignored, _) => new("Nothing has to be done."),
        _ => new("The Retry feed takes them up within moments."),
    };

    /// <summary>The page where the cause is mended once for all of them; null when each order has to be looked at.</summary>
    public static Remedy? Fix(ProblemGroup group) => group switch
    {
        { Cause: DecisionCause.Unmapped, Table: { } table, Source: { } source } => new(new("Map it"), new("Show the mapping"), MappingHref(group.IntegrationId, table, source)),
        { Cause: DecisionCause.StatusRule } => new(new("Change the rule"), new("Show the rule"), MappingHref(group.IntegrationId, MappingTables.OrderStatuses, group.Source)),
        { Cause: DecisionCause.BeforeStart } => new(new("Configuration"), new("Configuration"), $"/integrations/{group.IntegrationId}?tab=configuration"),
        _ => null,
    };

    /// <summary>What mends one order; null when only another attempt or a decision can.</summary>
    public static OrderRemedy? Fix(IncomingDetails details) => details switch
    {
        { Row.State: not IncomingState.Problem } => null,
        { Missing: [var missing, ..] } => new(new("Map it"), MappingHref(details.Row.IntegrationId, missing.Table, missing.Source), null),
        { Row.Cause: DecisionCause.Customer, Corrected: not null } => new(new("Correct the e-mail"), null, "email"),
        { Row.Cause: DecisionCause.Address, Corrected: { } order } => new(new("Correct the address"), null, $"deliveryAddress.{Gap(order.DeliveryAddress)}"),
        _ => null,
    };

    private static string Gap(PostalAddress? address) => address switch
    {
        null or { Line1: "" } => "line1",
        { City: "" } => "city",
        { CountryCode: "" } => "countryCode",
        { LastName: "", Company: "" } => "lastName",
        _ => "line1",
    };

    public static string MappingHref(long integrationId, string table, string? source) =>
        $"/integrations/{integrationId}?tab=mappings&table={Uri.EscapeDataString(table)}" + (source is null ? "" : $"&source={Uri.EscapeDataString(source)}");
}
