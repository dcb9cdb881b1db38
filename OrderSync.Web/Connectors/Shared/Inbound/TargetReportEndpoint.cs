using System.Data.Common;
using System.Globalization;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.Shared.Inbound;

/// <summary>
/// Takes what systems that carry orders out report by themselves (contracts/frontpad.md §2.8). The token in the address is looked at before
/// anything else; a wrong one sounds like an address nobody has. Once it is right the answer is success, whatever the call says, as such systems
/// take anything else for a broken shop; only what could not be stored is asked for again.
/// </summary>
internal sealed class TargetReportEndpoint(IInbox inbox, ITargetReports reports, InboundLimits limits, ILogger<TargetReportEndpoint> logger)
{
    public const string Folder = "/in/frontpad/";
    public const string Route = Folder + "{integrationKey}/{token}";
    public const int LargestBody = 16 * 1024;

    private static readonly TimeSpan WaitWhileBroken = TimeSpan.FromSeconds(5);

    public async Task<IResult> TakeAsync(string integrationKey, string token, HttpRequest request, CancellationToken ct)
    {
        var caller = await inbox.FindAsync(integrationKey, ct);
        var (isRight, order) = ReportToken.Read(token, caller.Secrets);
        if (!isRight || caller.IntegrationId is not { } integrationId)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status404NotFound, title: "Not found", detail: "Nobody has this address.");
        }

        if (!limits.MayTake(integrationId))
        {
            return Later(request, StatusCodes.Status429TooManyRequests, "Too many reports", InboundLimits.Wait);
        }

        if (await InboundBody.ReadAsync(request, LargestBody, ct) is not { } body)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status413PayloadTooLarge, title: "Too large", detail: $"A report has at most {LargestBody} bytes.");
        }

        try
        {
            await reports.TakeAsync(integrationId, order, request.ContentType ?? "", body, ct);
            return TypedResults.Ok();
        }
        catch (DbException error)
        {
            logger.LogWarning("A report of an order target could not be stored: {Fault}", error.GetType().Name);
            return Later(request, StatusCodes.Status503ServiceUnavailable, "Not possible now", WaitWhileBroken);
        }
    }

    private static IResult Later(HttpRequest request, int status, string title, TimeSpan wait)
    {
        request.HttpContext.Response.Headers.RetryAfter = ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(statusCode: status, title: title, detail: "Send it again later.");
    }
}
