using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.OrderApi;

/// <summary>
/// The connection test: looks whether the address answers, without key and content, so that nothing can come of it. Whether key and secret are right
/// shows with a message only; there is no harmless one.
/// </summary>
internal sealed class OrderApiSelfTest(OrderApiClient client)
{
    public async Task<ConnectionReport> RunAsync(Connection connection, CancellationToken ct)
    {
        var settings = (OrderApiSettings)connection.Settings;
        var (_, answer, failure, _) = await client.LookAsync(connection, ct);
        if (answer is null)
        {
            return new ConnectionReport([new ConnectionProblem("url", failure!.Code, Looked(failure), failure.Remedy)], new Dictionary<string, string>());
        }

        var facts = new Dictionary<string, string> { ["answersAt"] = OrderApiClient.AddressOf(settings).AbsoluteUri };
        if (answer.Skew is { } skew)
        {
            facts["clockDifference"] = string.Create(CultureInfo.InvariantCulture, $"{(long)skew.TotalSeconds} s");
        }

        return new ConnectionReport([.. Problems(settings, answer)], facts) { Hints = [.. Hints(settings, answer)] };
    }

    /// <summary>A look has nothing that could have been taken.</summary>
    private static Phrase Looked(RemoteFailure failure) =>
        failure.Code == OrderApiFailures.ConnectionLost ? new Phrase("The connection was lost before an answer came.") : failure.Message;

    private static IEnumerable<ConnectionProblem> Problems(OrderApiSettings settings, OrderApiAnswer answer)
    {
        var called = OrderApiClient.AddressOf(settings);
        if (answer is { Status: >= 300 and < 400, Location: { } location } && (location.Scheme != called.Scheme || location.Authority != called.Authority))
        {
            var path = location.GetLeftPart(UriPartial.Path);
            var moved = path.EndsWith(settings.CalledPath, StringComparison.Ordinal) ? path[..^settings.CalledPath.Length] : null;
            yield return new ConnectionProblem("url", "redirected",
                new Phrase("The address changed: {0} sends callers to {1}.", called.Authority, path), new Phrase("Enter the new address; messages never follow by themselves."))
            {
                Suggestion = moved,
            };
        }

        if (answer.Status is 502 or 503 or 504)
        {
            yield return new ConnectionProblem("url", "unavailable",
                new Phrase("{0} is out of service for the moment (HTTP {1}).", called.Authority, answer.Status.ToString(CultureInfo.InvariantCulture)),
                new Phrase("Try again later; if it stays so, ask who runs the other system."));
        }
    }

    private static IEnumerable<ConnectionProblem> Hints(OrderApiSettings settings, OrderApiAnswer answer)
    {
        if (settings.Signs && OrderApiClocks.IsNoticeable(answer.Skew))
        {
            yield return new ConnectionProblem("", OrderApiVerdicts.ClockSkew,
                new Phrase("The clock of the other system and this server's are {0} seconds apart.", OrderApiClocks.Seconds(answer.Skew!.Value)),
                new Phrase("Set the clock of the server OrderSync runs on by the network (NTP); beyond a minute signatures are refused."));
        }

        if (OrderApiClient.AddressOf(settings) is { Scheme: "http", Host: not SandboxAddress.Host } called)
        {
            yield return new ConnectionProblem("url", "not-encrypted",
                new Phrase("The connection to {0} is not encrypted: others on the way can read what is sent.", called.Host), new Phrase("Use the https address if it has one."));
        }

        if (answer.Status == 404)
        {
            yield return new ConnectionProblem("path", "path-not-found",
                new Phrase("{0} says that there is nothing at {1}. Some systems say so to a mere look.", OrderApiClient.AddressOf(settings).Authority, settings.CalledPath),
                new Phrase("Check the path, and send a test."));
        }
    }
}
