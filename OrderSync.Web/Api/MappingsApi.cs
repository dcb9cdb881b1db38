using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OrderSync.Domain;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Mappings;

namespace OrderSync.Web.Api;

internal sealed record ApiSuggestion(JsonNode? Target, string Reason)
{
    public static ApiSuggestion Of(Suggestion suggestion) => new(JsonNode.Parse(suggestion.Target), suggestion.Reason.ToString());
}

/// <param name="Target">A key, or for statuses a rule; where several values of the other system mean one status here, that status. Null while unmapped.</param>
/// <param name="Waiting">Orders that wait for this value.</param>
internal sealed record ApiMappingRow(string Source, string SourceName, JsonNode? Target, int Waiting)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApiSuggestion? Suggestion { get; init; }
}

internal sealed record ApiMappingChange(string? Source, JsonElement? Target, string? SourceName);

/// <param name="Retrying">Orders that waited for a saved value and are tried again, by run <paramref name="RunId"/>.</param>
/// <param name="Held">Why the run could not start; the orders are tried by the next one.</param>
internal sealed record ApiMappingsSaved(int Saved, int Retrying, long? RunId, string? Held);

internal static class MappingsApi
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void MapMappings(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/integrations/{id:long}/mappings").WithTags("Mappings");
        group.MapGet("/{table}", GetAsync).WithSummary("A mapping table").Produces<IReadOnlyList<ApiMappingRow>>();
        group.MapPut("/{table}", SaveAsync).RequireAuthorization(nameof(Permission.ManageIntegrations)).Accepts<IReadOnlyList<ApiMappingChange>>("application/json")
            .WithSummary("Replaces the given sources; orders that waited for them are retried").Produces<ApiMappingsSaved>();
        group.MapPost("/fetch", FetchAsync).RequireAuthorization(nameof(Permission.ManageIntegrations))
            .WithSummary("Asks the other system for its values").Produces<FetchedValues>();
    }

    private static async Task<IResult> GetAsync(long id, string table, MappingQueries queries, CancellationToken ct) =>
        await queries.TableAsync(id, table, ct) is { } found
            ? TypedResults.Ok((WordMappings.AreIn(found) ? WordMappings.Of(found) : found.Rows).Select(row => new ApiMappingRow(row.Source, row.SourceName, row.Target is null ? null : JsonNode.Parse(row.Target), row.Waiting)
            {
                Suggestion = row.Suggestion is { } suggestion ? ApiSuggestion.Of(suggestion) : null,
            }))
            : ApiAnswers.NotFound("The mapping table");

    private static async Task<IResult> SaveAsync(long id, string table, HttpRequest request, MappingQueries queries, MappingActions actions, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<JsonNode>(ct);
        if (body.Refusal is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        if ((body.Value as JsonArray ?? (body.Value as JsonObject)?["rows"] as JsonArray) is not { } rows)
        {
            return ApiAnswers.Refused(Refusal.Field("body", "Send an array of rows with source and target."));
        }

        var changes = Read(rows);
        if (changes.Value is { } words && await queries.TableAsync(id, table, ct) is { } found && WordMappings.AreIn(found))
        {
            changes = WordMappings.ToStatuses(found, words);
        }

        return changes.Refusal is { } refusal
            ? ApiAnswers.Refused(refusal)
            : ApiAnswers.Answer(await actions.SaveAsync(await actor.GetAsync(), id, table, changes.Value!, ct), saved =>
                TypedResults.Ok(new ApiMappingsSaved(saved.Saved, saved.Retrying, saved.RunId, saved.Held?.ToString())));
    }

    private static async Task<IResult> FetchAsync(long id, MappingActions actions, CurrentActor actor, CancellationToken ct) =>
        ApiAnswers.Answer(await actions.FetchAsync(await actor.GetAsync(), id, ct), TypedResults.Ok);

    private static Outcome<List<MappingChange>> Read(JsonArray rows)
    {
        var changes = new List<MappingChange>();
        for (var i = 0; i < rows.Count; i++)
        {
            try
            {
                var row = rows[i].Deserialize<ApiMappingChange>(Json) ?? new ApiMappingChange(null, null, null);
                changes.Add(new MappingChange(row.Source ?? "", row.Target?.GetRawText(), row.SourceName));
            }
            catch (JsonException)
            {
                return Refusal.Field(FormattableString.Invariant($"[{i}]"), "Send an object with source and target.");
            }
        }

        return changes;
    }
}
