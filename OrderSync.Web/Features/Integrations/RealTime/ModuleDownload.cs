using System.Security.Claims;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Web.Features.Integrations.RealTime;

/// <summary>Behind the button of the page: what the shop installs, with address and secret in it.</summary>
internal static class ModuleDownload
{
    public const string Route = "/integrations/{id:long}/module";

    public static string Of(long integrationId) => FormattableString.Invariant($"/integrations/{integrationId}/module");

    public static async Task<IResult> GetAsync(long id, ClaimsPrincipal user, HttpResponse response, OrderEventActions actions, CancellationToken ct)
    {
        if (user.ToActor() is not { } actor || (await actions.ConnectorOfAsync(id, ct))?.Module is not { } module)
        {
            return TypedResults.NotFound();
        }

        var opened = await actions.HandOutModuleAsync(actor, id, ct);
        if (opened.Refusal is { } refusal)
        {
            return TypedResults.Problem(detail: refusal.Message.ToString(), statusCode: StatusCodes.Status409Conflict, title: "Not possible now");
        }

        // The secret is in it: it belongs into no cache.
        response.Headers.CacheControl = "no-store";
        using var file = new MemoryStream();
        await module.WriteAsync(file, opened.Value!.Address!, opened.Value.Secret, ct);
        return TypedResults.File(file.ToArray(), module.ContentType, module.FileName);
    }
}
