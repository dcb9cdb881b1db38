using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.GoLive;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Settings;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Stock;

namespace OrderSync.Web.Features.Stock;

/// <summary>An integration, as a warehouse names it.</summary>
public sealed record WarehouseUser(long IntegrationId, string Name);

/// <summary>A warehouse with what lies there and who works with it.</summary>
public sealed record WarehouseRow
{
    public required string Key { get; init; }
    public required string Name { get; init; }

    /// <summary>Variants with a figure there, also of zero.</summary>
    public required int Counted { get; init; }
    public required long OnHand { get; init; }
    public required long Reserved { get; init; }

    /// <summary>Sold in orders that wait or have a problem.</summary>
    public required long Held { get; init; }

    /// <summary>What is left of each variant, never less than nothing: one that is oversold takes nothing from the others.</summary>
    public required long Sellable { get; init; }
    public required DateTime? MovedAt { get; init; }

    /// <summary>Integrations whose orders reserve there, and whose stock is taken over into it.</summary>
    public required IReadOnlyList<WarehouseUser> Into { get; init; }

    /// <summary>Integrations that are told what is sellable there.</summary>
    public required IReadOnlyList<WarehouseUser> From { get; init; }
}

/// <summary>Reads warehouses. Every sum is made by the database.</summary>
public sealed class WarehouseQueries(IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, ConnectionFactory connections)
{
    public async Task<IReadOnlyList<WarehouseRow>> ListAsync(CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var names = await db.Choices.AsNoTracking().Where(row => row.Kind == ChoiceKind.Warehouse).OrderBy(row => row.Id).Select(row => new WarehouseName(row.Key, row.Name)).ToListAsync(ct);
        var levels = await db.StockLevels.GroupBy(row => row.Warehouse)
            .Select(group => new { group.Key, Counted = group.Count(), OnHand = group.Sum(row => (long)row.OnHand) }).ToDictionaryAsync(row => row.Key, ct);
        var reserved = await db.Reservations.GroupBy(row => row.Warehouse)
            .Select(group => new { group.Key, Pieces = group.Sum(row => (long)row.Quantity) }).ToDictionaryAsync(row => row.Key, row => row.Pieces, ct);
        var held = await db.HeldNow().GroupBy(row => row.Warehouse)
            .Select(group => new { group.Key, Pieces = group.Sum(row => (long)row.Quantity) }).ToDictionaryAsync(row => row.Key, row => row.Pieces, ct);
        var sellable = await SellableAsync(db, ct);
        var (into, from) = await UsersAsync(db, ct);
        var rows = new List<WarehouseRow>();
        foreach (var name in names)
        {
            rows.Add(new WarehouseRow
            {
                Key = name.Key,
                Name = name.Name,
                Counted = levels.GetValueOrDefault(name.Key)?.Counted ?? 0,
                OnHand = levels.GetValueOrDefault(name.Key)?.OnHand ?? 0,
                Reserved = reserved.GetValueOrDefault(name.Key),
                Held = held.GetValueOrDefault(name.Key),
                Sellable = sellable.GetValueOrDefault(name.Key),
                MovedAt = await db.StockMovements.Where(row => row.Warehouse == name.Key).OrderByDescending(row => row.Id).Select(row => (DateTime?)row.At).FirstOrDefaultAsync(ct),
                Into = [.. into[name.Key]],
                From = [.. from[name.Key]],
            });
        }

        return rows;
    }

    private static Task<Dictionary<string, long>> SellableAsync(OrderSyncDb db, CancellationToken ct)
    {
        var held = db.HeldNow();
        return db.StockLevels
            .Select(level => new
            {
                level.Warehouse,
                Left = level.OnHand
                    - db.Reservations.Where(row => row.VariantId == level.VariantId && row.Warehouse == level.Warehouse).Sum(row => row.Quantity)
                    - held.Where(row => row.VariantId == level.VariantId && row.Warehouse == level.Warehouse).Sum(row => row.Quantity),
            })
            .Where(row => row.Left > 0)
            .GroupBy(row => row.Warehouse)
            .Select(group => new { group.Key, Pieces = group.Sum(row => (long)row.Left) })
            .ToDictionaryAsync(row => row.Key, row => row.Pieces, ct);
    }

    /// <summary>Who works with which warehouse is a matter of each integration's settings; only its connector can read them.</summary>
    private async Task<(ILookup<string, WarehouseUser> Into, ILookup<string, WarehouseUser> From)> UsersAsync(OrderSyncDb db, CancellationToken ct)
    {
        var (into, from) = (new List<(string Warehouse, WarehouseUser User)>(), new List<(string Warehouse, WarehouseUser User)>());
        foreach (var integration in await db.Integrations.AsNoTracking().OrderBy(row => row.Name).ToListAsync(ct))
        {
            if (!connectors.TryGet(integration.Connector, out var descriptor))
            {
                continue;
            }

            var user = new WarehouseUser(integration.Id, integration.Name);
            if (connectors.Port<IOrderSource>(integration.Connector) is { } source)
            {
                into.Add((source.ImportSettings(connections.Open(integration)).Warehouse, user));
            }

            if (connectors.Port<IStockTarget>(integration.Connector) is { } target && descriptor.Feeds.Any(offer => offer.Key == GoLiveFeeds.ExportStock))
            {
                from.AddRange(target.ExportSettings(connections.Open(integration)).Warehouses.Select(warehouse => (warehouse, user)));
            }
        }

        return (into.ToLookup(pair => pair.Warehouse, pair => pair.User), from.ToLookup(pair => pair.Warehouse, pair => pair.User));
    }
}
