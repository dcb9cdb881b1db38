using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Inbox;
using OrderSync.Web.Features.Mappings;

namespace OrderSync.Web.Features.Integrations;

/// <summary>Sets one of the sandbox's systems up in one step, so that the product can be tried. Of its shop everything is mapped but one carrier.</summary>
public sealed class SandboxStart(
    ConnectorRegistry connectors, IntegrationActions integrations, MappingQueries mappings, MappingActions mapping, SandboxAddress sandbox,
    InboundKeys keys, InboundSecrets secrets,
    IDbContextFactory<OrderSyncDb> databases, SettingsCodec codec, ILogger<SandboxStart> logger)
{
    /// <summary>Left unmapped, so that Problems has something to show.</summary>
    public const string UnmappedCarrier = "Kurier 24";

    /// <summary>The connector whose shop the sandbox has; null while the sandbox is off.</summary>
    public ConnectorDescriptor? Connector => connectors.All.FirstOrDefault(connector => connector.Ports is IOrderSource && Has(connector));

    /// <summary>Whether the sandbox has such a system, and is on.</summary>
    public bool Has(ConnectorDescriptor connector) => sandbox.Enabled && connector.SandboxSettings is not null;

    /// <summary>The integration with the sandbox's system; null while there is none.</summary>
    public async Task<long?> ConnectedAsync(ConnectorDescriptor connector, CancellationToken ct)
    {
        if (!Has(connector) || connector.SandboxSettings is not { } settings)
        {
            return null;
        }

        var address = AddressIn(codec.Seal(settings()));
        await using var db = await databases.CreateDbContextAsync(ct);
        var candidates = await db.Integrations.AsNoTracking().Where(row => row.Connector == connector.Key)
            .OrderBy(row => row.Id).Select(row => new { row.Id, row.Settings }).ToListAsync(ct);
        return candidates.Find(row => AddressIn(row.Settings) == address)?.Id;
    }

    /// <summary>Connects the sandbox's shop.</summary>
    public async Task<Outcome<SavedIntegration>> TrySandboxAsync(Actor actor, CancellationToken ct) =>
        Connector is { } connector ? await TrySandboxAsync(actor, connector, ct) : IsOff;

    /// <returns>Id of the integration. It is switched off, with its problems, when the sandbox does not answer.</returns>
    public async Task<Outcome<SavedIntegration>> TrySandboxAsync(Actor actor, ConnectorDescriptor connector, CancellationToken ct)
    {
        if (!Has(connector) || connector.SandboxSettings is not { } settings)
        {
            return IsOff;
        }

        var created = await integrations.CreateAsync(actor, new NewIntegration(connector.Key, connector.SandboxName, settings()), ct);
        if (created.Value is not { Problems.Count: 0 } integration)
        {
            return created;
        }

        // Half a set-up is worse than none: once the shop is there, the rest is done whether or not the page is still open.
        // Ways back stay open unless the connector knows them: what is sent to a shop is never guessed.
        foreach (var table in await mappings.TablesAsync(integration.Id, CancellationToken.None) ?? [])
        {
            var known = connector.SandboxTargets.GetValueOrDefault(table.Offer.Table);
            if (table.Offer.IsBack && known is null)
            {
                continue;
            }

            var changes = known is null ? Confirmed(table) : known.Select(pair => new MappingChange(pair.Key, MappingSet.KeyToJson(pair.Value)));
            var confirmed = await mapping.SaveAsync(actor, integration.Id, table.Offer.Table, [.. changes], CancellationToken.None);
            if (confirmed.Refusal is { } refusal)
            {
                return refusal;
            }
        }

        await OpenDoorAsync(connector, integration.Id);
        return integration;
    }

    /// <summary>The sandbox's system calls when something changes there. A convenience: it can be set up by hand, and without it everything works, only later.</summary>
    private async Task OpenDoorAsync(ConnectorDescriptor connector, long integrationId)
    {
        if (connector.SandboxModule is not { } install || sandbox.OwnListener is not { } own)
        {
            return;
        }

        var key = await keys.OpenAsync(integrationId, CancellationToken.None);

        try
        {
            await install(new SandboxDoor(own, key.Key, secrets.OpenOrDecoy(key.Secret)), CancellationToken.None);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            logger.LogWarning("The sandbox was not told where to report changes: {Fault}", error.GetType().Name);
        }
    }

    private static Refusal IsOff => Refusal.Conflict("The sandbox is switched off. Set Sandbox__Enabled to true and start OrderSync again.");

    /// <summary>Whatever else was changed in its settings, the sandbox is where its address is; what is never called is known by its login.</summary>
    private static string? AddressIn(string stored) => JsonNode.Parse(stored) is { } settings ? (settings["url"] ?? settings["login"])?.GetValue<string>() : null;

    private static IEnumerable<MappingChange> Confirmed(MappingTable table) => table.Rows
        .Where(row => row.SourceName != UnmappedCarrier)
        .Select(row => new MappingChange(row.Source, row.Suggestion?.Target ?? Fallback(table)));

    /// <summary>A name that suggests nothing still gets a target: in a trial, one open question is enough.</summary>
    private static string? Fallback(MappingTable table) =>
        table.Choices is [var first, ..] ? MappingSet.KeyToJson(first.Key) : null;
}
