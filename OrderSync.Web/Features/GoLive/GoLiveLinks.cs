using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;

namespace OrderSync.Web.Features.GoLive;

/// <summary>Where a step is worked on.</summary>
/// <param name="Always">Worth a look when the step is done, too.</param>
internal sealed record StepLink(string Text, string Href, bool Always = false);

internal static class GoLiveLinks
{
    public static StepLink? Of(long integrationId, CheckedStep step) => step.Now.Remedy switch
    {
        { Kind: RemedyKind.TestConnection } => new("Test the connection", $"/integrations/{integrationId}?tab=configuration"),
        { Kind: RemedyKind.Configure } => new("Open the configuration", $"/integrations/{integrationId}?tab=configuration", step.Step == GoLiveStep.Shipping),
        { Kind: RemedyKind.MapValues, Table: { } table } => new("Open the mappings", $"/integrations/{integrationId}?tab=mappings&table={Uri.EscapeDataString(table)}&show=unmapped"),
        { Kind: RemedyKind.MapValues } => new("Open the mappings", $"/integrations/{integrationId}?tab=mappings"),
        { Kind: RemedyKind.OpenPlan, Plan: { } plan } => new("Look at the plan", $"/stock-plans/{plan}", Always: true),
        { Kind: RemedyKind.MakePlan } => new("Make an export plan", "/stock-plans", Always: true),
        { Kind: RemedyKind.OpenProblems } => new("Open the problems", $"/problems?integration={integrationId}"),
        { Kind: RemedyKind.OpenFeeds } => new("Open the feeds", $"/integrations/{integrationId}?tab=feeds"),
        { Kind: RemedyKind.SwitchOn } => new("Switch it on", $"/integrations/{integrationId}"),
        _ => null,
    };

    /// <summary>The feed that works on the step; null where a person does.</summary>
    public static FeedKey? Feed(this GoLiveStep step) => step switch
    {
        GoLiveStep.Products => GoLiveFeeds.ImportProducts,
        GoLiveStep.Orders => GoLiveFeeds.ImportOrders,
        GoLiveStep.Stock => GoLiveFeeds.ImportStock,
        GoLiveStep.Export => GoLiveFeeds.ExportStock,
        _ => null,
    };
}
