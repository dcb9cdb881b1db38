using OrderSync.Domain;
using OrderSync.Domain.Importing.Explaining;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Components;
using OrderSync.Web.Features.Problems;

namespace OrderSync.Web.Features.Explain;

/// <summary>How the answers are shown: titles of the questions, and where each remedy is.</summary>
public static class ExplainWords
{
    /// <summary>English, translated when shown.</summary>
    public static string Title(this ExplainStep step) => step switch
    {
        ExplainStep.NotLeftOut => "Left in",
        ExplainStep.Connection => "Connection",
        ExplainStep.InShop => "In the shop",
        ExplainStep.Enabled => "Integration",
        ExplainStep.Start => "First order and shop",
        ExplainStep.Feed => "Import feed",
        ExplainStep.Reached => "Read",
        ExplainStep.Whole => "Complete in the shop",
        ExplainStep.Status => "Status rule",
        ExplainStep.Mapping => "Mappings",
        ExplainStep.Content => "Content",
        ExplainStep.Decided => "Decided before",
        _ => "Here",
    };

    public static StateLook Look(this ExplainAnswer answer) => answer switch
    {
        ExplainAnswer.Yes => new("check_circle", "Yes", Tone.Good),
        ExplainAnswer.No => new("cancel", "No", Tone.Bad),
        _ => new("remove", "Not looked at", Tone.Neutral),
    };

    /// <summary>The page where it is mended; null when a button here does it, or nothing can.</summary>
    public static string? Href(this Explanation answer, long shop) => answer.Mend.Kind switch
    {
        MendKind.OpenOrder => FormattableString.Invariant($"/orders/{answer.OrderId}"),
        MendKind.OpenProblem => FormattableString.Invariant($"/problems/{answer.IncomingId}"),
        MendKind.OpenConnection or MendKind.Configure => FormattableString.Invariant($"/integrations/{shop}?tab=configuration"),
        MendKind.SwitchOn => FormattableString.Invariant($"/integrations/{shop}"),
        MendKind.OpenFeeds => FormattableString.Invariant($"/integrations/{shop}?tab=feeds"),
        MendKind.Map or MendKind.ChangeRule => ProblemTexts.MappingHref(shop, answer.Mend.Mapping?.Table ?? MappingTables.OrderStatuses, answer.Mend.Mapping?.Source),
        _ => null,
    };

    /// <summary>What the button says to those who may do it; English, translated when shown.</summary>
    public static string Verb(this MendKind kind) => kind switch
    {
        MendKind.OpenOrder => "Open the order",
        MendKind.OpenProblem => "Open it",
        MendKind.TakeBack => "Take it back",
        MendKind.OpenConnection => "Test the connection",
        MendKind.SwitchOn => "Switch on",
        MendKind.OpenFeeds => "Feeds",
        MendKind.RunImport => "Import new orders now",
        MendKind.Configure => "Configuration",
        MendKind.Map => "Map it",
        MendKind.ChangeRule => "Change the rule",
        MendKind.Retry => "Try it now",
        MendKind.ReadNow => "Read it now",
        _ => "",
    };

    /// <summary>What doing it needs; looking needs nothing.</summary>
    public static Permission Needs(this MendKind kind) => kind switch
    {
        MendKind.TakeBack or MendKind.Retry or MendKind.ReadNow => Permission.SettleProblems,
        MendKind.RunImport => Permission.RunFeeds,
        MendKind.SwitchOn => Permission.ManageIntegrations,
        _ => Permission.View,
    };
}
