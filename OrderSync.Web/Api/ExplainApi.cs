using OrderSync.Domain;
using OrderSync.Domain.Importing.Explaining;
using OrderSync.Web.Features.Explain;

namespace OrderSync.Web.Api;

/// <param name="Step">notLeftOut, connection, inShop, enabled, start, feed, reached, whole, status, mapping, content, decided or here.</param>
/// <param name="Answer">yes, no or notLookedAt.</param>
internal sealed record ApiExplainedStep(string Step, string Answer, string? Text, string? Detail, DateTime? At)
{
    public static ApiExplainedStep Of(ExplainedStep step) =>
        new(ApiRequests.Spell(step.Step), ApiRequests.Spell(step.Answer), step.Words?.ToString(), step.Detail?.ToString(), step.At);
}

/// <param name="Reason">The first step answered with no; null when the order is here.</param>
/// <param name="Mend">What gets it here: openOrder, openProblem, takeBack, openConnection, switchOn, openFeeds, runImport, configure, map, changeRule, retry, readNow or none.</param>
/// <param name="IncomingOrder">What the shop showed of it before.</param>
internal sealed record ApiExplanation(
    long Integration, string IntegrationName, string ExternalId, string Reference, bool Here, long? Order, long? IncomingOrder, ApiExplainedStep? Reason,
    string Mend, string Remedy, string? MappingTable, string? MappingSource, IReadOnlyList<ApiExplainedStep> Steps)
{
    /// <summary>Further orders of the shop with the same reference.</summary>
    public IReadOnlyList<ApiExplanation> Others { get; init; } = [];

    public static ApiExplanation Of(ExplainShop shop, Explanation answer) => new(
        shop.Id, shop.Name, answer.Number, answer.Reference, answer.IsHere, answer.OrderId, answer.IncomingId,
        answer.FirstNo is { } no ? ApiExplainedStep.Of(no) : null, ApiRequests.Spell(answer.Mend.Kind), answer.Mend.Text.ToString(),
        answer.Mend.Mapping?.Table, answer.Mend.Mapping?.Source, [.. answer.Steps.Select(ApiExplainedStep.Of)]);
}

internal static class ExplainApi
{
    public static void MapExplanations(this RouteGroupBuilder api) => api.MapGet("/explain", ExplainAsync).WithTags("Orders")
        .WithSummary("Why an order is not here: asks the shop now, by its number or reference").Produces<ApiExplanation>();

    private static async Task<IResult> ExplainAsync(string? integration, string? externalId, ExplainQueries queries, CancellationToken ct)
    {
        var (chosen, wanted) = (ApiRequests.ReadId("integration", integration), ExplainQueries.Clean(externalId ?? ""));
        if ((chosen.Refusal ?? (chosen.Value is null ? Refusal.Field("integration", "Give the id of the shop's integration.")
            : wanted.Length == 0 ? Refusal.Field("externalId", "Give the shop's number of the order, or its reference.") : null)) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        if (ExplainQueries.Meant(await queries.ShopsAsync(ct), chosen.Value) is not [var shop, ..])
        {
            return ApiAnswers.NotFound("The integration");
        }

        var orders = (await queries.ExplainAsync(shop, wanted, ct)).Orders.Select(order => ApiExplanation.Of(shop, order)).ToList();
        return TypedResults.Ok(orders[0] with { Others = orders[1..] });
    }
}
