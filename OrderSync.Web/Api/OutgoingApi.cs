using OrderSync.Domain;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Outbox;

namespace OrderSync.Web.Api;

internal sealed record OutgoingStopBody(string? Reason);

/// <param name="Stopped">Whether nothing is sent to any system.</param>
internal sealed record ApiOutgoing(bool Stopped, string? Reason, string? By, DateTime? At)
{
    public static ApiOutgoing Of(OutgoingStop? stop) => new(stop is not null, stop?.Reason, stop?.By, stop?.At);
}

internal static class OutgoingApi
{
    public static void MapOutgoing(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/outgoing").WithTags("Outbox");
        group.MapGet("", AnswerAsync).WithSummary("Whether everything outgoing is stopped").Produces<ApiOutgoing>();
        group.MapPost("/stop", async (HttpRequest request, OutgoingActions actions, CurrentActor actor, CancellationToken ct) =>
                await request.ReadAsync<OutgoingStopBody>(ct) switch
                {
                    { Refusal: { } unread } => ApiAnswers.Refused(unread),
                    var body => await DecideAsync(await actions.StopAsync(await actor.GetAsync(), body.Value!.Reason ?? "", ct), actions, ct),
                })
            .RequireAuthorization(nameof(Permission.ManageSystem)).Accepts<OutgoingStopBody>("application/json")
            .WithSummary("Stops everything outgoing, with a reason").Produces<ApiOutgoing>();
        group.MapPost("/start", async (OutgoingActions actions, CurrentActor actor, CancellationToken ct) =>
                await DecideAsync(await actions.StartAsync(await actor.GetAsync(), ct), actions, ct))
            .RequireAuthorization(nameof(Permission.ManageSystem)).WithSummary("Lets everything outgoing go on").Produces<ApiOutgoing>();
    }

    private static async Task<IResult> DecideAsync(Outcome outcome, OutgoingActions actions, CancellationToken ct) =>
        outcome.Refusal is { } refusal ? ApiAnswers.Refused(refusal) : await AnswerAsync(actions, ct);

    private static async Task<IResult> AnswerAsync(OutgoingActions actions, CancellationToken ct) => TypedResults.Ok(ApiOutgoing.Of(await actions.ReadAsync(ct)));
}
