using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Features.Problems;
using OrderSync.Web.Feeds;
using OrderSync.Web.Outbox.Targets;

namespace OrderSync.Web.Features.Mappings;

/// <summary>Saves mappings, and has the orders retried that waited for them.</summary>
public sealed class MappingActions(
    IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, MappingValues values, RetryRuns retries, FeedMonitor monitor, TimeProvider clock)
{
    /// <summary>Asks the other system for its values.</summary>
    public async Task<Outcome<FetchedValues>> FetchAsync(Actor actor, long integrationId, CancellationToken ct) =>
        actor.Lacks(Permission.ManageIntegrations) is { } refusal ? refusal : await values.FetchAsync(integrationId, ct);

    /// <summary>Replaces the targets of the given values; others stay. Values that are not known yet are added.</summary>
    public async Task<Outcome<SavedMappings>> SaveAsync(
        Actor actor, long integrationId, string table, IReadOnlyList<MappingChange> changes, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        Outcome<(int Saved, int Waiting)> saved;
        try
        {
            saved = await databases.InTransactionAsync((db, token) => SaveRowsAsync(db, actor, integrationId, table, changes, token), ct);
        }
        catch (DbUpdateException)
        {
            // A run may have listed the same new value at this moment; from fresh rows it is known.
            saved = await databases.InTransactionAsync((db, token) => SaveRowsAsync(db, actor, integrationId, table, changes, token), ct);
        }

        if (saved.Refusal is { } refused)
        {
            return refused;
        }

        monitor.Publish(Topics.Integrations, Topics.Orders);
        return await RetryAsync(actor, integrationId, saved.Value.Saved, saved.Value.Waiting, ct);
    }

    private async Task<Outcome<SavedMappings>> RetryAsync(Actor actor, long integrationId, int saved, int waiting, CancellationToken ct)
    {
        if (waiting == 0)
        {
            return new SavedMappings(saved, 0, null, null);
        }

        // The mappings are saved, whatever becomes of the run: the marks stay, and the next run of the Retry feed takes them.
        var (runs, _) = await retries.StartAsync(actor, [integrationId], ct);
        return runs is [var run]
            ? new SavedMappings(saved, waiting, run, null)
            : new SavedMappings(saved, waiting, null, new Phrase("The integration is switched off. Its orders are tried again once it is on."));
    }

    private async Task<Outcome<(int Saved, int Waiting)>> SaveRowsAsync(
        OrderSyncDb db, Actor actor, long integrationId, string table, IReadOnlyList<MappingChange> changes, CancellationToken ct)
    {
        if (await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId, ct) is not { } integration)
        {
            return Refusal.NotFound("The integration");
        }

        if (connectors.Get(integration.Connector).MappingTables.FirstOrDefault(offer => offer.Table == table) is not { } offer)
        {
            return Refusal.NotFound("The mapping table");
        }

        var keys = (await MappingQueries.ChoicesAsync(db, integrationId, offer, ct)).Select(choice => choice.Key).ToList();
        var left = offer.IsBack ? await MappingLefts.ReadAsync(db, connectors, offer, ct) : [];
        if (Read(offer, changes, keys, left) is var read && read.Refusal is { } fault)
        {
            return fault;
        }

        var sources = read.Value!.Select(change => change.Source).ToList();
        var rows = await db.ValueMappings
            .Where(row => row.IntegrationId == integrationId && row.Table == table && sources.Contains(row.Source))
            .ToDictionaryAsync(row => row.Source, ct);
        if (read.Value!.FirstOrDefault(change => rows.TryGetValue(change.Source, out var row) && change.Stamp is { } stamp && stamp != row.Stamp) is { } stale)
        {
            return IntegrationActions.ChangedMeanwhile(rows[stale.Source].SourceName);
        }

        if (await RepeatedAsync(db, integrationId, offer, read.Value!, ct) is { } repeated)
        {
            return repeated;
        }

        var before = new JsonObject();
        var after = new JsonObject();
        foreach (var change in read.Value!)
        {
            Apply(db, actor, (integrationId, offer), rows, change, before, after);
        }

        if (after.Count > 0)
        {
            db.Record(actor, clock.GetUtcNow().UtcDateTime, "mapping.saved", IntegrationActions.SubjectOf(integration),
                new { table, targets = before }, new { table, targets = after });
            await db.SaveChangesAsync(ct);
        }

        await TargetWriter.RetryUnmappedAsync(db, integrationId, clock.GetUtcNow().UtcDateTime, ct);
        var mapped = read.Value!.Where(change => change.Target is not null).Select(change => change.Source).ToList();
        return (after.Count, await WaitingOrders.MarkAsync(db, integrationId, table, mapped, ct));
    }

    /// <summary>What would be said twice in the table as it is to be.</summary>
    private static async Task<Refusal?> RepeatedAsync(OrderSyncDb db, long integrationId, MappingTableOffer offer, List<MappingChange> changes, CancellationToken ct)
    {
        if (offer.Typed is not { IsList: true })
        {
            return null;
        }

        var targets = await db.ValueMappings.Where(row => row.IntegrationId == integrationId && row.Table == offer.Table).ToDictionaryAsync(row => row.Source, row => row.Target, ct);
        changes.ForEach(change => targets[change.Source] = change.Target);
        return MappingTargets.Repeated(offer, targets) is { } why ? new Refusal(RefusalKind.Invalid, why) : null;
    }

    private static Outcome<List<MappingChange>> Read(MappingTableOffer offer, IReadOnlyList<MappingChange> changes, List<string> keys, IReadOnlyList<KeyValuePair<string, string>> left)
    {
        var read = new List<MappingChange>();
        var faults = new Dictionary<string, Phrase>();
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            var (target, fault) = MappingTargets.Read(offer, change.Target, keys);
            if (change.Source is not { Length: > 0 and <= 255 })
            {
                faults[FormattableString.Invariant($"[{i}].source")] = new Phrase("The value of the other system is missing or longer than 255 characters.");
            }
            else if (offer.IsBack && MappingLefts.FaultOf(left, change.Source) is { } unknown)
            {
                faults[FormattableString.Invariant($"[{i}].source")] = unknown;
            }
            else if (fault is not null)
            {
                faults[FormattableString.Invariant($"[{i}].target")] = fault;
            }
            else
            {
                read.Add(change with { Target = target });
            }
        }

        return faults.Count == 0
            ? read.GroupBy(change => change.Source).Select(group => group.Last()).ToList()
            : new Refusal(RefusalKind.Invalid, new Phrase("Some mappings cannot be saved; nothing was changed.")) { Fields = faults };
    }

    private void Apply(
        OrderSyncDb db, Actor actor, (long IntegrationId, MappingTableOffer Offer) table, Dictionary<string, ValueMapping> rows, MappingChange change,
        JsonObject before, JsonObject after)
    {
        var isKnown = rows.TryGetValue(change.Source, out var row);
        if (isKnown ? row!.Target == change.Target : table.Offer.IsBack && change.Target is null)
        {
            return;
        }

        before[change.Source] = Node(row?.Target);
        after[change.Source] = Node(change.Target);
        if (table.Offer.IsBack && change.Target is null)
        {
            db.ValueMappings.Remove(row!);
            return;
        }

        if (row is null)
        {
            db.ValueMappings.Add(row = new ValueMapping
            {
                IntegrationId = table.IntegrationId,
                Table = table.Offer.Table,
                Source = change.Source,
                SourceName = change.SourceName ?? change.Source,
            });
        }
        row.Target = change.Target;
        row.UpdatedAt = clock.GetUtcNow().UtcDateTime;
        row.UpdatedBy = actor.Name;
        row.Stamp = Guid.NewGuid();
    }

    private static JsonNode? Node(string? json) => json is null ? null : JsonNode.Parse(json);
}
