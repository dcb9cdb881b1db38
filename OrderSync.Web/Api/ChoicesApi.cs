using OrderSync.Domain;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Settings.Choices;

namespace OrderSync.Web.Api;

internal sealed record ApiChoice(string Key, string Name);

internal sealed record ChoiceBody(string? Key, string? Name);

/// <summary>Stores, warehouses, shipping and payment methods: the same routes for each list.</summary>
internal static class ChoicesApi
{
    public static void MapChoices(this RouteGroupBuilder api)
    {
        foreach (var list in ChoiceKinds.All)
        {
            MapList(api.MapGroup("/" + list.Slug).WithTags("Settings"), list);
        }
    }

    private static void MapList(RouteGroupBuilder group, ChoiceWords list)
    {
        var kind = list.Kind;
        group.MapGet("", async ([AsParameters] ListQuery query, ChoiceQueries queries, CancellationToken ct) => query.Fault is { } fault
                ? ApiAnswers.Refused(fault)
                : TypedResults.Ok((await queries.ListAsync(kind, ct)).Select(Show).ToList().ToList(query)))
            .WithSummary(list.Many).Produces<ApiList<ApiChoice>>();
        group.MapGet("/{key}", async (string key, ChoiceQueries queries, CancellationToken ct) =>
                await queries.FindAsync(kind, key, ct) is { } found ? TypedResults.Ok(Show(found)) : ApiAnswers.NotFound(list.One))
            .WithSummary(list.One).Produces<ApiChoice>();
        group.MapPost("", async (HttpRequest request, ChoiceActions actions, CurrentActor actor, CancellationToken ct) =>
            {
                var body = await request.ReadAsync<ChoiceBody>(ct);
                return body.Refusal is { } fault
                    ? ApiAnswers.Refused(fault)
                    : ApiAnswers.Answer(await actions.CreateAsync(await actor.GetAsync(), kind, body.Value!.Key, body.Value.Name, ct),
                        made => TypedResults.Created($"/api/v1/{list.Slug}/{made.Key}", Show(made)));
            })
            .RequireAuthorization(nameof(Permission.ManageIntegrations)).Accepts<ChoiceBody>("application/json")
            .WithSummary($"Adds to: {list.Many}").Produces<ApiChoice>(StatusCodes.Status201Created);
        group.MapPut("/{key}", async (string key, HttpRequest request, ChoiceActions actions, CurrentActor actor, CancellationToken ct) =>
            {
                var body = await request.ReadAsync<ChoiceBody>(ct);
                return body.Refusal is { } fault
                    ? ApiAnswers.Refused(fault)
                    : ApiAnswers.Answer(await actions.RenameAsync(await actor.GetAsync(), kind, key, body.Value!.Name, ct), renamed => TypedResults.Ok(Show(renamed)));
            })
            .RequireAuthorization(nameof(Permission.ManageIntegrations)).Accepts<ChoiceBody>("application/json")
            .WithSummary("Changes the name; the key stays").Produces<ApiChoice>();
        group.MapDelete("/{key}", async (string key, ChoiceActions actions, CurrentActor actor, CancellationToken ct) =>
                ApiAnswers.Answer(await actions.DeleteAsync(await actor.GetAsync(), kind, key, ct)))
            .RequireAuthorization(nameof(Permission.ManageIntegrations))
            .WithSummary("Deletes it, unless something still points to it").Produces(StatusCodes.Status204NoContent);
    }

    private static ApiChoice Show(ChoiceRow row) => new(row.Key, row.Name);
}
