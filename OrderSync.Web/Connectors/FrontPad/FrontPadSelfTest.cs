using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>The connection test: asks for the stopped products, which shows whether the secret is right and costs nothing.</summary>
internal sealed class FrontPadSelfTest(FrontPadArticles articles)
{
    private static readonly string[] AboutSecret = [FrontPadFailures.InvalidSecret, FrontPadFailures.ApiOff, FrontPadFailures.InvalidPlan];

    public async Task<ConnectionReport> RunAsync(Connection connection, CancellationToken ct)
    {
        var facts = new Dictionary<string, string>();
        try
        {
            var stopped = await articles.ReadStoppedAsync(connection, ct);
            facts["stoppedProducts"] = stopped.Count.ToString(CultureInfo.InvariantCulture);
        }
        catch (RemoteFailureException error)
        {
            var field = AboutSecret.Contains(error.Failure.Code) ? "secret" : error.Failure.Code == FrontPadFailures.RequestsLimit ? "" : "url";
            return new ConnectionReport([new ConnectionProblem(field, error.Failure.Code, error.Failure.Message, error.Failure.Remedy)], facts);
        }

        return new ConnectionReport([], facts) { Hints = [.. Hints((FrontPadSettings)connection.Settings)] };
    }

    private static IEnumerable<ConnectionProblem> Hints(FrontPadSettings settings)
    {
        if (settings is { HookStatuses.Count: 0, CheckStatuses.Count: 0 })
        {
            yield return new ConnectionProblem("hookStatuses", "no-reports", new Phrase("FrontPad is not asked to report any status, so orders stay as they are here."),
                new Phrase("Enter up to 5 API codes from FrontPad: Reference, Statuses."));
        }
    }
}
