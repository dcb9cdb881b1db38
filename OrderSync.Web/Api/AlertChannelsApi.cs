using System.Globalization;
using System.Text.Json.Nodes;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Settings.Alerts;

namespace OrderSync.Web.Api;

/// <param name="From">Time of the day, for example <c>22:00</c>.</param>
/// <param name="Zone">IANA name of the time zone.</param>
internal sealed record ApiQuietHours(string? From, string? To, string? Zone);

/// <param name="Settings">Secrets come as <c>••••</c>; sent so, they stay as they are.</param>
internal sealed record ApiAlertChannel(
    long Id, string Kind, string Name, bool Enabled, JsonObject Settings, IReadOnlyList<string> Addresses, ApiQuietHours? QuietHours,
    string? Fault, string? Remedy, DateTime? RetryAt, DateTime? LastSentAt, DateTime CreatedAt);

/// <summary>What is left out stays.</summary>
/// <param name="NoQuietHours">True takes the quiet hours away.</param>
internal sealed record AlertChannelBody(
    string? Kind, string? Name, bool? Enabled, JsonObject? Settings, IReadOnlyList<string>? Addresses, ApiQuietHours? QuietHours, bool? NoQuietHours);

/// <param name="Answer">What came of it, in words.</param>
internal sealed record ApiAlertTest(bool Sent, string Answer, string? Code, string? Remedy);

/// <summary>Ways alerts go.</summary>
internal static class AlertChannelsApi
{
    public static void MapAlertChannels(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/alert-channels").WithTags("Alerts");
        group.MapGet("", async ([AsParameters] ListQuery query, AlertQueries queries, ChannelReader reader, CancellationToken ct) => query.Fault is { } fault
                ? ApiAnswers.Refused(fault)
                : TypedResults.Ok((await queries.ChannelsAsync(ct)).Select(row => Show(row, reader)).ToList().ToList(query)))
            .WithSummary("Ways alerts go, secrets masked").Produces<ApiList<ApiAlertChannel>>();
        group.MapGet("/{id:long}", GetAsync).WithSummary("One channel, secrets masked").Produces<ApiAlertChannel>();
        group.MapPost("", CreateAsync).RequireAuthorization(nameof(Permission.ManageIntegrations)).Accepts<AlertChannelBody>("application/json")
            .WithSummary("Adds a channel: kind email or webhook").Produces<ApiAlertChannel>(StatusCodes.Status201Created);
        group.MapPut("/{id:long}", ChangeAsync).RequireAuthorization(nameof(Permission.ManageIntegrations)).Accepts<AlertChannelBody>("application/json")
            .WithSummary("Changes a channel; what is left out stays").Produces<ApiAlertChannel>();
        group.MapDelete("/{id:long}", async (long id, ChannelActions actions, CurrentActor actor, CancellationToken ct) =>
                ApiAnswers.Answer(await actions.DeleteAsync(await actor.GetAsync(), id, ct)))
            .RequireAuthorization(nameof(Permission.ManageIntegrations)).WithSummary("Deletes a channel; the history stays").Produces(StatusCodes.Status204NoContent);
        group.MapPost("/{id:long}/test", async (long id, ChannelActions actions, CurrentActor actor, CancellationToken ct) =>
                ApiAnswers.Answer(await actions.TestAsync(await actor.GetAsync(), id, ct), result => TypedResults.Ok(new ApiAlertTest(
                    result.Failure is null, result.Answer.ToString(), result.Failure?.Code, result.Failure?.Remedy.ToString()))))
            .RequireAuthorization(nameof(Permission.ManageIntegrations)).WithSummary("Sends a real message and tells what came of it").Produces<ApiAlertTest>();
    }

    private static async Task<IResult> GetAsync(long id, AlertQueries queries, ChannelReader reader, CancellationToken ct) =>
        await queries.ChannelAsync(id, ct) is { } row ? TypedResults.Ok(Show(row, reader)) : ApiAnswers.NotFound("The channel");

    private static async Task<IResult> CreateAsync(
        HttpRequest request, ChannelActions actions, AlertQueries queries, ChannelReader reader, CurrentActor actor, CancellationToken ct)
    {
        var read = await request.ReadAsync<AlertChannelBody>(ct);
        var kind = read.Value is { } sent ? ApiRequests.ReadEnum<AlertChannelKind>("kind", sent.Kind) : default;
        if ((read.Refusal ?? kind.Refusal ?? (kind.Value is null ? Refusal.Field("kind", "Give the kind: email or webhook.") : null)) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var change = Read(read.Value!, kind.Value!.Value, null, reader);
        if (change.Refusal is { } wrong)
        {
            return ApiAnswers.Refused(wrong);
        }

        var created = await actions.CreateAsync(await actor.GetAsync(), kind.Value.Value, change.Value!, ct);
        return created.Refusal is { } refusal
            ? ApiAnswers.Refused(refusal)
            : TypedResults.Created($"/api/v1/alert-channels/{created.Value.ToString(CultureInfo.InvariantCulture)}", Show((await queries.ChannelAsync(created.Value, ct))!, reader));
    }

    private static async Task<IResult> ChangeAsync(
        long id, HttpRequest request, ChannelActions actions, AlertQueries queries, ChannelReader reader, CurrentActor actor, CancellationToken ct)
    {
        var read = await request.ReadAsync<AlertChannelBody>(ct);
        if (read.Refusal is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        if (await queries.ChannelAsync(id, ct) is not { } present)
        {
            return ApiAnswers.NotFound("The channel");
        }

        var change = Read(read.Value!, present.Channel.Kind, present, reader);
        if (change.Refusal is { } wrong)
        {
            return ApiAnswers.Refused(wrong);
        }

        var outcome = await actions.UpdateAsync(await actor.GetAsync(), id, change.Value!, ct);
        return outcome.Refusal is { } refusal ? ApiAnswers.Refused(refusal) : await GetAsync(id, queries, reader, ct);
    }

    /// <summary>A change as it was sent, on top of what stands there.</summary>
    private static Outcome<ChannelChange> Read(AlertChannelBody body, AlertChannelKind kind, ChannelRow? present, ChannelReader reader)
    {
        var settings = reader.Read(kind, body.Settings ?? [], present);
        if (settings.Refusal is { } unreadable)
        {
            return unreadable;
        }

        var quiet = body.NoQuietHours == true ? null : present?.Channel.Quiet;
        if (body.QuietHours is { } hours)
        {
            if (!TimeOnly.TryParseExact(hours.From, "HH:mm", out var from) || !TimeOnly.TryParseExact(hours.To, "HH:mm", out var to))
            {
                return Refusal.Field("quietHours", "Give the hours as 22:00 and 07:00.");
            }

            quiet = new QuietHours(from, to, hours.Zone ?? quiet?.Zone ?? "UTC");
        }

        return new ChannelChange(
            body.Name ?? present?.Channel.Name ?? "", body.Enabled ?? present?.Channel.Enabled ?? true, settings.Value!, body.Addresses ?? present?.Channel.Addresses ?? [], quiet);
    }

    private static ApiAlertChannel Show(ChannelRow row, ChannelReader reader) => new(
        row.Channel.Id, ApiRequests.Spell(row.Channel.Kind), row.Channel.Name, row.Channel.Enabled, reader.Show(row), row.Channel.Addresses,
        row.Channel.Quiet is { } quiet ? new ApiQuietHours($"{quiet.From:HH\\:mm}", $"{quiet.To:HH\\:mm}", quiet.Zone) : null,
        row.Channel.Fault?.ToString(), row.Channel.Remedy?.ToString(), row.Channel.RetryAt, row.Channel.LastSentAt, row.Channel.CreatedAt);
}
