using System.Text.Json.Nodes;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Integrations;

namespace OrderSync.Web.Api;

/// <param name="Suggestion">A value for the field that the test found to be right.</param>
internal sealed record ApiProblem(string Field, string Code, string Message, string Remedy, string? Suggestion)
{
    public static ApiProblem Of(ConnectionProblem problem) =>
        new(problem.Field, problem.Code, problem.Message.ToString(), problem.Remedy.ToString(), problem.Suggestion);
}

/// <param name="Until">Scheduled runs wait until then.</param>
internal sealed record ApiBackoff(DateTime Until, int Level, string? Reason, string? Remedy);

internal sealed record ApiIntegration(
    long Id, string Connector, string Name, bool Enabled, string Health, JsonObject Settings, IReadOnlyList<ApiProblem> Problems,
    IReadOnlyList<ApiProblem> Hints, IReadOnlyDictionary<string, string> Facts, ApiBackoff? Backoff, DateTime? TestedAt, DateTime? LastSuccessAt, DateTime? NextRunAt,
    int Orders, int OrdersToday, int OpenProblems, int Waiting, int Unmapped, DateTime CreatedAt);

internal sealed record ApiIntegrationRow(
    long Id, string Connector, string Name, bool Enabled, string Health, string? Fault, DateTime? LastSuccessAt, DateTime? NextRunAt, int OrdersToday, int OpenProblems);

internal sealed record CreateIntegrationBody(string? Connector, string? Name, JsonObject? Settings, bool? Enabled);

internal sealed record ChangeIntegrationBody(string? Name, JsonObject? Settings, bool? Enabled);

/// <param name="Hints">What could be better but does not stand in the way.</param>
internal sealed record ApiTestReport(bool Ok, IReadOnlyList<ApiProblem> Problems, IReadOnlyList<ApiProblem> Hints, IReadOnlyDictionary<string, string> Facts);

/// <param name="Order">Reference or number of an order here; left out, an order is invented.</param>
internal sealed record TestMessageBody(string? Order);

/// <param name="Signed">What was signed; secrets are masked here and in the rest.</param>
internal sealed record ApiTrial(bool Taken, string Verdict, string? Remedy, int Status, long Milliseconds, string Signed, string Sent, string Received);

internal static class IntegrationsApi
{
    public static void MapIntegrations(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/integrations").WithTags("Integrations");
        group.MapGet("", ListAsync).WithSummary("All integrations").Produces<ApiList<ApiIntegrationRow>>();
        group.MapGet("/{id:long}", GetAsync).WithSummary("One integration, secrets masked").Produces<ApiIntegration>();
        group.MapPost("", CreateAsync).RequireAuthorization(nameof(Permission.ManageIntegrations)).Accepts<CreateIntegrationBody>("application/json")
            .WithSummary("Creates an integration; saved switched off, with the problems, when its test fails").Produces<ApiIntegration>(StatusCodes.Status201Created);
        group.MapPut("/{id:long}", ChangeAsync).RequireAuthorization(nameof(Permission.ManageIntegrations)).Accepts<ChangeIntegrationBody>("application/json")
            .WithSummary("Changes an integration; 422 and nothing saved when its test fails, unless ?force=true").Produces<ApiIntegration>();
        group.MapDelete("/{id:long}", DeleteAsync).RequireAuthorization(nameof(Permission.ManageIntegrations))
            .WithSummary("Deletes an integration with its orders, mappings and runs").Produces(StatusCodes.Status204NoContent);
        group.MapPost("/{id:long}/test", TestAsync).RequireAuthorization(nameof(Permission.ManageIntegrations))
            .WithSummary("Tests the connection").Produces<ApiTestReport>();
        group.MapPost("/{id:long}/test-message", SendTestAsync).RequireAuthorization(nameof(Permission.ManageIntegrations)).Accepts<TestMessageBody>("application/json")
            .WithSummary("Sends one message to a system that listens, which may really act on it; about an invented order unless one is named").Produces<ApiTrial>();
    }

    private static async Task<IResult> ListAsync([AsParameters] ListQuery query, IntegrationQueries queries, TimeProvider clock, CancellationToken ct)
    {
        if (query.Fault is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var rows = await queries.ListAsync(clock.GetUtcNow().UtcDateTime.Date, ct);
        return TypedResults.Ok(rows.Select(row => new ApiIntegrationRow(
            row.Id, row.Connector.Value, row.Name, row.Enabled, ApiRequests.Spell(row.Health), row.Fault?.ToString(),
            row.LastSuccessAt, row.NextRunAt, row.OrdersToday, row.OpenProblems)).ToList().ToList(query));
    }

    private static async Task<IResult> GetAsync(long id, IntegrationQueries queries, TimeProvider clock, CancellationToken ct) =>
        await ShowAsync(id, queries, clock, ct) is { } shown ? TypedResults.Ok(shown) : ApiAnswers.NotFound("The integration");

    private static async Task<IResult> CreateAsync(
        HttpRequest request, ConnectorQueries connectors, IntegrationActions actions, IntegrationQueries queries, CurrentActor actor,
        TimeProvider clock, CancellationToken ct)
    {
        var body = await request.ReadAsync<CreateIntegrationBody>(ct);
        if (body.Refusal is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var (connector, name, settings, enabled) = body.Value!;
        var key = new ConnectorKey(connector ?? "");
        var read = connectors.Read(key, settings ?? [], null);
        if (read.Refusal is { } unreadable)
        {
            return ApiAnswers.Refused(unreadable);
        }

        var created = await actions.CreateAsync(await actor.GetAsync(), new NewIntegration(key, name ?? "", read.Value!, enabled ?? true), ct);
        return created.Refusal is { } refusal
            ? ApiAnswers.Refused(refusal)
            : TypedResults.Created(FormattableString.Invariant($"/api/v1/integrations/{created.Value!.Id}"), await ShowAsync(created.Value.Id, queries, clock, ct));
    }

    private static async Task<IResult> ChangeAsync(
        long id, bool? force, HttpRequest request, ConnectorQueries connectors, IntegrationActions actions, IntegrationQueries queries, CurrentActor actor,
        TimeProvider clock, CancellationToken ct)
    {
        var body = await request.ReadAsync<ChangeIntegrationBody>(ct);
        if (body.Refusal is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        if (await queries.DetailAsync(id, clock.GetUtcNow().UtcDateTime.Date, ct) is not { } present)
        {
            return ApiAnswers.NotFound("The integration");
        }

        // What is left out stays; secrets are still masked here and resolved by the action.
        var read = connectors.Read(present.Row.Connector, body.Value!.Settings ?? [], await queries.SettingsAsync(id, ct));
        if (read.Refusal is { } unreadable)
        {
            return ApiAnswers.Refused(unreadable);
        }

        var change = new IntegrationChange(body.Value.Name ?? present.Row.Name, read.Value!, force ?? false, Enabled: body.Value.Enabled);
        var saved = await actions.UpdateAsync(await actor.GetAsync(), id, change, ct);
        return saved switch
        {
            { Refusal: { } refusal } => ApiAnswers.Refused(refusal),
            { Value.Saved: false } => TestFailed(saved.Value.Problems),
            _ => await GetAsync(id, queries, clock, ct),
        };
    }

    private static async Task<IResult> DeleteAsync(long id, IntegrationDeletion deletion, CurrentActor actor, CancellationToken ct) =>
        ApiAnswers.Answer(await deletion.DeleteAsync(await actor.GetAsync(), id, null, null, ct));

    private static async Task<IResult> TestAsync(long id, IntegrationSwitch actions, CurrentActor actor, CancellationToken ct) =>
        ApiAnswers.Answer(await actions.TestAsync(await actor.GetAsync(), id, null, ct), report =>
            TypedResults.Ok(new ApiTestReport(report.Passed, [.. report.Problems.Select(ApiProblem.Of)], [.. report.Hints.Select(ApiProblem.Of)], report.Facts)));

    private static async Task<IResult> SendTestAsync(long id, HttpRequest request, TrialActions actions, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<TestMessageBody>(ct);
        return body.Refusal is { } fault
            ? ApiAnswers.Refused(fault)
            : ApiAnswers.Answer(await actions.SendAsync(await actor.GetAsync(), id, body.Value?.Order ?? "", ct), trial => TypedResults.Ok(new ApiTrial(
                trial.IsTaken, trial.Verdict.ToString(), trial.Remedy?.ToString(), trial.Request.Status, (long)trial.Request.Duration.TotalMilliseconds,
                trial.StringToSign, trial.Request.Sent, trial.Request.Received)));
    }

    private static IResult TestFailed(IReadOnlyList<ConnectionProblem> problems) => TypedResults.Problem(
        title: "The connection test failed",
        detail: "Nothing was saved. Mend what 'problems' says, or send ?force=true to save the integration switched off.",
        statusCode: StatusCodes.Status422UnprocessableEntity,
        extensions:
        [
            new("errors", problems.GroupBy(problem => "settings." + problem.Field).ToDictionary(
                group => group.Key.TrimEnd('.'), group => group.Select(problem => $"{problem.Message} {problem.Remedy}").ToArray())),
            new("problems", problems.Select(ApiProblem.Of).ToList()),
        ]);

    private static async Task<ApiIntegration?> ShowAsync(long id, IntegrationQueries queries, TimeProvider clock, CancellationToken ct)
    {
        if (await queries.DetailAsync(id, clock.GetUtcNow().UtcDateTime.Date, ct) is not { } detail)
        {
            return null;
        }

        var row = detail.Row;
        return new ApiIntegration(
            row.Id, row.Connector.Value, row.Name, row.Enabled, ApiRequests.Spell(row.Health), await queries.SettingsJsonAsync(id, ct) ?? [],
            [.. detail.Problems.Select(ApiProblem.Of)], [.. detail.Hints.Select(ApiProblem.Of)], detail.Facts,
            detail.RetryAt is { } until ? new ApiBackoff(until, detail.FailureLevel, row.Fault?.ToString(), detail.Remedy?.ToString()) : null,
            detail.TestedAt, row.LastSuccessAt, row.NextRunAt, detail.Orders, row.OrdersToday, row.OpenProblems, detail.Waiting, detail.Unmapped, detail.CreatedAt);
    }
}
