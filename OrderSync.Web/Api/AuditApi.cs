using System.Text.Json.Nodes;
using OrderSync.Web.Features.Audit;

namespace OrderSync.Web.Api;

internal sealed record ApiActor(string Kind, string Id, string Name);

internal sealed record ApiAuditEntry(long Id, DateTime At, ApiActor Actor, string Action, ApiActor Subject, JsonNode? Before, JsonNode? After)
{
    public static ApiAuditEntry Of(AuditRow entry) => new(
        entry.Id, entry.At, new ApiActor(entry.ActorKind, entry.ActorId, entry.ActorName), entry.Action,
        new ApiActor(entry.SubjectKind, entry.SubjectId, entry.SubjectName), Node(entry.Before), Node(entry.After));

    private static JsonNode? Node(string? json) => json is null ? null : JsonNode.Parse(json);
}

internal static class AuditApi
{
    public static void MapAudit(this RouteGroupBuilder api) => api
        .MapGet("/audit", ListAsync)
        .WithTags("Audit").WithSummary("Who changed what, newest first").Produces<ApiList<ApiAuditEntry>>();

    private static async Task<IResult> ListAsync(
        [AsParameters] ListQuery query, string? subject, string? subjectId, string? action, AuditQueries queries, CancellationToken ct)
    {
        if (query.Fault is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var page = await queries.ListAsync(new AuditFilter(subject, subjectId, action), query.Cursor, query.Size, ct);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiAuditEntry.Of));
    }
}
