using OrderSync.Domain;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Targets;

namespace OrderSync.Web.Api;

/// <param name="Address">Where the other system reports statuses to; it carries a token, so keep it secret. Null while PublicUrl is not set.</param>
internal sealed record ApiReportAddress(string? Address);

internal static class ReportAddressApi
{
    public static void MapReportAddress(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/integrations/{id:long}/report-address").WithTags("Integrations").RequireAuthorization(nameof(Permission.ManageIntegrations));
        group.MapGet("", GetAsync).WithSummary("The address of the account under which FrontPad reports statuses").Produces<ApiReportAddress>();
        group.MapPost("/renew", RenewAsync).WithSummary("Makes new addresses; those in use now are good for a week").Produces<ApiReportAddress>();
    }

    private static async Task<IResult> GetAsync(long id, HttpResponse response, TargetQueries queries, CancellationToken ct)
    {
        if (await queries.AccountAddressAsync(id, ct) is not (true, var address))
        {
            return ApiAnswers.NotFound("An integration that is reported to");
        }

        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new ApiReportAddress(address?.AbsoluteUri));
    }

    private static async Task<IResult> RenewAsync(long id, HttpResponse response, TargetActions actions, TargetQueries queries, CurrentActor actor, CancellationToken ct) =>
        (await actions.RenewAddressAsync(await actor.GetAsync(), id, ct)).Refusal is { } refusal ? ApiAnswers.Refused(refusal) : await GetAsync(id, response, queries, ct);
}
