using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Mappings;

namespace OrderSync.Web.Features.Integrations;

/// <summary>Sets the sandbox's shop up in one step, so that the product can be tried: everything is mapped but one carrier.</summary>
public sealed class SandboxStart(
    ConnectorRegistry connectors, IntegrationActions integrations, MappingQueries mappings, MappingActions mapping, SandboxAddress sandbox,
    IDbContextFactory<OrderSyncDb> databases, SettingsCodec codec)
{
    /// <summary>Left unmapped, so that Problems has something to show.</summary>
    public const string UnmappedCarrier = "Kurier 24";

    private const string Name = "Sandbox shop";

    /// <summary>The connector that has a sandbox; null while the sandbox is off.</summary>
    public ConnectorDescriptor? Connector => !sandbox.Enabled ? null : connectors.All.FirstOrDefault(connector => connector.SandboxSettings is not null);

    /// <summary>The integration with the sandbox's shop; null while there is none.</summary>
    public async Task<long?> ConnectedAsync(CancellationToken ct)
    {
        if (Connector is not { SandboxSettings: { } settings } connector)
        {
            return null;
        }

        var address = AddressIn(codec.Seal(settings()));
        await using var db = await databases.CreateDbContextAsync(ct);
        var candidates = await db.Integrations.AsNoTracking().Where(row => row.Connector == connector.Key)
            .OrderBy(row => row.Id).Select(row => new { row.Id, row.Settings }).ToListAsync(ct);
        return candidates.Find(row => AddressIn(row.Settings) == address)?.Id;
    }

    /// <returns>Id of the integration. It is switched off, with its problems, when the sandbox does not answer.</returns>
    public async Task<Outcome<SavedIntegration>> TrySandboxAsync(Actor actor, CancellationToken ct)
    {
        if (Connector is not { SandboxSettings: { } settings } connector)
        {
            return Refusal.Conflict("The sandbox is switched off. Set Sandbox__Enabled to true and start OrderSync again.");
        }

        var created = await integrations.CreateAsync(actor, new NewIntegration(connector.Key, Name, settings()), ct);
        if (created.Value is not { Problems.Count: 0 } integration)
        {
            return created;
        }

        // Half a set-up is worse than none: once the shop is there, the rest is done whether or not the page is still open.
        // Ways back stay open: what is sent to a shop is never guessed.
        var tables = (await mappings.TablesAsync(integration.Id, CancellationToken.None) ?? []).Where(table => !table.Offer.IsBack);
        foreach (var table in tables)
        {
            var confirmed = await mapping.SaveAsync(actor, integration.Id, table.Offer.Table, [.. Confirmed(table)], CancellationToken.None);
            if (confirmed.Refusal is { } refusal)
            {
                return refusal;
            }
        }

        return integration;
    }

    /// <summary>Whatever else was changed in its settings, the sandbox is where its address is.</summary>
    private static string? AddressIn(string stored) => JsonNode.Parse(stored)?["url"]?.GetValue<string>();

    private static IEnumerable<MappingChange> Confirmed(MappingTable table) => table.Rows
        .Where(row => row.SourceName != UnmappedCarrier)
        .Select(row => new MappingChange(row.Source, row.Suggestion?.Target ?? Fallback(table)));

    /// <summary>A name that suggests nothing still gets a target: in a trial, one open question is enough.</summary>
    private static string? Fallback(MappingTable table) =>
        table.Choices is [var first, ..] ? Domain.Mappings.MappingSet.KeyToJson(first.Key) : null;
}
