using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Mappings;

/// <summary>Brings the values of the other system into the mapping tables. Targets are never touched.</summary>
public sealed class MappingValues(
    IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, ConnectionFactory connections, FeedMonitor monitor, TimeProvider clock)
{
    public async Task<Outcome<FetchedValues>> FetchAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId, ct) is not { } integration)
        {
            return Refusal.NotFound("The integration");
        }

        if (connectors.Port<IMappingSource>(integration.Connector) is not { } source)
        {
            return Refusal.Conflict("This system has no list of values. They appear here when an order brings them.");
        }

        var fetched = new FetchedValues(0, 0);
        try
        {
            var connection = connections.Open(integration);
            foreach (var offer in connectors.Get(integration.Connector).MappingTables.Where(offer => !offer.IsBack))
            {
                var values = await source.ReadValuesAsync(connection, offer.Table, ct);
                var added = await StoreAsync(integrationId, offer.Table, values, ct);
                fetched = new FetchedValues(fetched.Found + values.Count, fetched.New + added);
            }
        }
        catch (RemoteFailureException error)
        {
            return Refusal.Conflict("{0} {1}", error.Failure.Message.ToString(), error.Failure.Remedy.ToString());
        }

        monitor.Publish(Topics.Integrations);
        return fetched;
    }

    private Task<int> StoreAsync(long integrationId, string table, IReadOnlyList<MappableValue> values, CancellationToken ct) =>
        databases.InTransactionAsync(async (db, token) =>
        {
            var known = await db.ValueMappings
                .Where(row => row.IntegrationId == integrationId && row.Table == table)
                .ToDictionaryAsync(row => row.Source, token);
            var added = 0;
            foreach (var value in values.DistinctBy(value => value.Source))
            {
                if (!known.TryGetValue(value.Source, out var row))
                {
                    db.ValueMappings.Add(row = New(integrationId, table, value.Source));
                    added++;
                }

                row.SourceName = value.Name.Length > 300 ? value.Name[..300] : value.Name;
                row.Hints = value.Hints;
            }

            await db.SaveChangesAsync(token);
            return added;
        }, ct);

    private ValueMapping New(long integrationId, string table, string source) => new()
    {
        IntegrationId = integrationId,
        Table = table,
        Source = source,
        UpdatedAt = clock.GetUtcNow().UtcDateTime,
        UpdatedBy = Actor.System.Name,
        Stamp = Guid.NewGuid(),
    };
}
