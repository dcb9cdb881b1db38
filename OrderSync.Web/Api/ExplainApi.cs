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
    long Integration, string IntegrationName, string Number, string Reference, bool Here, long? Order, long? IncomingOrder, ApiExplainedStep? Reason,
    string Mend, string Remedy, string? MappingTable, string? MappingSource, IReadOnlyList<ApiExplainedStep> Steps)
{
    public static ApiExplanation Of(ExplainShop shop, Explanation answer) => new(
        shop.Id, shop.Name, answer.Number, answer.Reference, answer.IsHere, answer.OrderId, answer.IncomingId,
        answer.FirstNo is { } no ? ApiExplainedStep.Of(no) : null, ApiRequests.Spell(answer.Mend.Kind), answer.Mend.Text.ToString(),
        answer.Mend.Mapping?.Table, answer.Mend.Mapping?.Source, [.. answer.Steps.Select(ApiExplainedStep.Of)]);
}

internal sealed record ApiExplanations(string Number, IReadOnlyList<ApiExplanation> Orders);

internal static class ExplainApi
{
    public static void MapExplanations(this RouteGroupBuilder api) => api.MapGet("/orders/explain", ExplainAsync).WithTags("Orders")
        .WithSummary("Why an order is not here: asks the shop now, by its number or reference").Produces<ApiExplanations>();

    private static async Task<IResult> ExplainAsync(string? number, string? integration, ExplainQueries queries, CancellationToken ct)
    {
        var chosen = ApiRequests.ReadId("integration", integration);
        var wanted = ExplainQueries.Clean(number ?? "");
        if ((chosen.Refusal ?? (wanted.Length == 0 ? Refusal.Field("number", "Give the shop's number of the order, or its reference.") : null)) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var shops = ExplainQueries.Meant(await queries.ShopsAsync(ct), chosen.Value);
        if (shops.Count == 0)
        {
            return ApiAnswers.NotFound("The integration");
        }

        var orders = new List<ApiExplanation>();
        foreach (var shop in shops)
        {
            var answer = await queries.ExplainAsync(shop, wanted, ct);
            orders.AddRange(answer.Orders.Select(order => ApiExplanation.Of(shop, order)));
        }

        return TypedResults.Ok(new ApiExplanations(wanted, orders));
    }
}
