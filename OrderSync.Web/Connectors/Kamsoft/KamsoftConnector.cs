using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>A pharmacy's program. It calls us and is never called, so a test has nobody to ask: what can be wrong is seen in the settings.</summary>
internal sealed class KamsoftConnector : IPharmacyProgram, IConnectionTest
{
    /// <inheritdoc/>
    public PharmacyRules PharmacyRules(Connection connection) => ((KamsoftSettings)connection.Settings).Rules();

    /// <inheritdoc/>
    public Task<ConnectionReport> TestAsync(Connection connection, CancellationToken ct) =>
        Task.FromResult(new ConnectionReport([.. ((KamsoftSettings)connection.Settings).Validate()], new Dictionary<string, string>()));
}
