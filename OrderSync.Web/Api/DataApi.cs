using OrderSync.Domain;
using OrderSync.Domain.Settings;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Settings.Erasure;
using OrderSync.Web.Features.Settings.Retention;

namespace OrderSync.Web.Api;

/// <param name="PayloadDays">Days the shop's data of finished orders is kept after the last change.</param>
/// <param name="AttemptDays">Days what was sent and answered is kept word for word.</param>
/// <param name="RunDays">Days items and logs of finished runs are kept.</param>
internal sealed record ApiRetention(int PayloadDays, int AttemptDays, int RunDays, DateTime? LastPurgeAt)
{
    public static ApiRetention Of(RetentionRule rule) => new(rule.PayloadDays, rule.AttemptDays, rule.RunDays, rule.LastPurgeAt);
}

internal sealed record RetentionBody(int? PayloadDays, int? AttemptDays, int? RunDays);

internal sealed record ErasureBody(string? Email, string? Confirm);

/// <param name="Reason">Why it has to come to its end first.</param>
internal sealed record ApiHindrance(long IncomingOrder, long? Order, string Number, string Reason);

/// <param name="Blocked">Orders that prevent the erasure, the first 50 of <paramref name="BlockedTotal"/>.</param>
internal sealed record ApiErasurePreview(int Orders, int Payloads, int Attempts, IReadOnlyList<ApiHindrance> Blocked, int BlockedTotal);

internal sealed record ApiErased(int Orders, int Payloads, int Attempts);

/// <summary>How long data is kept, and how a customer's is erased.</summary>
internal static class DataApi
{
    public static void MapData(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Stored data").RequireAuthorization(nameof(Permission.ManageSystem));
        group.MapGet("/retention", async (RetentionActions actions, CancellationToken ct) => TypedResults.Ok(ApiRetention.Of(await actions.ReadAsync(ct))))
            .WithSummary("How long stored data is kept").Produces<ApiRetention>();
        group.MapPut("/retention", SaveAsync).Accepts<RetentionBody>("application/json")
            .WithSummary("Changes how long; what is left out stays as it is").Produces<ApiRetention>();
        group.MapPost("/customers/erasure/preview", PreviewAsync).Accepts<ErasureBody>("application/json")
            .WithSummary("What erasing the personal data of a customer comes to").Produces<ApiErasurePreview>();
        group.MapPost("/customers/erasure", EraseAsync).Accepts<ErasureBody>("application/json")
            .WithSummary("Erases the personal data of a customer for good; send the address again as 'confirm'").Produces<ApiErased>();
    }

    private static async Task<IResult> SaveAsync(HttpRequest request, RetentionActions actions, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<RetentionBody>(ct);
        if (body.Refusal is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var (rule, sent) = (await actions.ReadAsync(ct), body.Value!);
        var days = new RetentionDays(sent.PayloadDays ?? rule.PayloadDays, sent.AttemptDays ?? rule.AttemptDays, sent.RunDays ?? rule.RunDays);
        return await actions.SaveAsync(await actor.GetAsync(), days, ct) is { Refusal: { } refusal }
            ? ApiAnswers.Refused(refusal)
            : TypedResults.Ok(ApiRetention.Of(await actions.ReadAsync(ct)));
    }

    private static async Task<IResult> PreviewAsync(HttpRequest request, ErasureActions actions, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<ErasureBody>(ct);
        return body.Refusal is { } fault
            ? ApiAnswers.Refused(fault)
            : ApiAnswers.Answer(await actions.PreviewAsync(await actor.GetAsync(), ErasureTarget.OfEmail(body.Value!.Email ?? ""), ct), found => TypedResults.Ok(new ApiErasurePreview(
                found.Orders, found.Payloads, found.Attempts,
                [.. found.Hindrances.Select(one => new ApiHindrance(one.IncomingOrderId, one.OrderId, one.Number, one.Reason.ToString()))], found.Hindered)));
    }

    private static async Task<IResult> EraseAsync(HttpRequest request, ErasureActions actions, CurrentActor actor)
    {
        // Once begun it goes on although nobody waits for the answer any more.
        var body = await request.ReadAsync<ErasureBody>(request.HttpContext.RequestAborted);
        return body.Refusal is { } fault
            ? ApiAnswers.Refused(fault)
            : ApiAnswers.Answer(
                await actions.EraseAsync(await actor.GetAsync(), ErasureTarget.OfEmail(body.Value!.Email ?? ""), body.Value.Confirm ?? "", CancellationToken.None),
                erased => TypedResults.Ok(new ApiErased(erased.Orders, erased.Payloads, erased.Attempts)));
    }
}
