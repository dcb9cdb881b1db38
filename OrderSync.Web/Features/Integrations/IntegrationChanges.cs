using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Features.Integrations;

/// <summary>An integration to be created.</summary>
/// <param name="Enabled">False leaves it switched off even when the test passes.</param>
/// <param name="Force">Save although the test fails; the integration is switched off then.</param>
public sealed record NewIntegration(ConnectorKey Connector, string Name, IConnectorSettings Settings, bool Enabled = true, bool Force = true);

/// <summary>New name and settings of an integration. Secrets that are masked stay as they are.</summary>
/// <param name="Force">Save although the test fails; the integration is switched off then.</param>
/// <param name="Stamp">What the editor read; another one means somebody saved meanwhile. Null overwrites.</param>
/// <param name="Enabled">Whether it shall be on afterwards; null leaves the switch, except that mending a failed set-up switches it on.</param>
public sealed record IntegrationChange(string Name, IConnectorSettings Settings, bool Force = false, Guid? Stamp = null, bool? Enabled = null);

/// <summary>What became of a save.</summary>
/// <param name="Saved">False when the test failed and nobody said to save anyway.</param>
/// <param name="Report">What the test before it found.</param>
public sealed record SavedIntegration(long Id, bool Saved, bool Enabled, ConnectionReport Report)
{
    public IReadOnlyList<ConnectionProblem> Problems => Report.Problems;

    /// <summary>What to tell whoever saved.</summary>
    public Phrase Told => Report.Passed
        ? new("Saved. The connection works.")
        : new("Saved. The integration stays off until its test passes.");
}
