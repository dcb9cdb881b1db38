using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>A pharmacy's program. It calls us and is never called, so a test has nobody to ask: what can be wrong is seen in the settings.</summary>
internal sealed class KamsoftConnector(IIntegrationDirectory directory, SettingsCodec codec) : IPharmacyProgram, IConnectionTest
{
    /// <inheritdoc/>
    public PharmacyRules PharmacyRules(Connection connection) => ((KamsoftSettings)connection.Settings).Rules();

    /// <inheritdoc/>
    public async Task<ConnectionReport> TestAsync(Connection connection, CancellationToken ct)
    {
        var settings = (KamsoftSettings)connection.Settings;
        var others = (await directory.EnabledAsync(KamsoftSetup.Key, ct)).Where(row => row.Id != connection.IntegrationId);
        return new ConnectionReport([.. settings.Validate()], new Dictionary<string, string>())
        {
            Hints = [.. others.Where(row => SharesOrders(settings, (KamsoftSettings)codec.Open(typeof(KamsoftSettings), row.Settings))).Select(SharedOrders)],
        };
    }

    private static bool SharesOrders(KamsoftSettings one, KamsoftSettings other) =>
        one.HandsOut() && other.HandsOut() && (one.Sources.Count == 0 || other.Sources.Count == 0 || one.Sources.Intersect(other.Sources).Any());

    private static ConnectionProblem SharedOrders(Integration other) => new("sources", "shared-orders",
        new Phrase("'{0}' fetches orders of the same shops: each of these orders goes to both pharmacies.", other.Name), new Phrase("Choose other shops in one of them, unless that is wanted."));
}
