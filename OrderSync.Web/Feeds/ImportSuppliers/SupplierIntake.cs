using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ImportSuppliers;

/// <summary>Takes a shop's suppliers in: new ones, other names, and those the shop does not have any more, which are marked and kept.</summary>
/// <param name="tells">Whether the run is about suppliers: then each that changed is an item of it.</param>
internal sealed class SupplierIntake(FeedContext context, bool tells)
{
    private const int LongestName = 200;

    public async Task RunAsync(ISupplierSource source, CancellationToken ct)
    {
        var since = context.Now;
        await foreach (var page in source.ReadSuppliersAsync(context.Connection, ct))
        {
            await context.SaveAsync((db, token) => TakeAsync(db, page, token), ct);
        }

        await context.SaveAsync((db, token) => MarkGoneAsync(db, since, token), ct);
    }

    public static Phrase Say(FeedContext context)
    {
        var counts = context.Counts;
        var (created, updated, unchanged, failed) = (N(counts.Created), N(counts.Updated), N(counts.Unchanged), N(counts.Failed));
        return counts switch
        {
            { Done: 0 } => new Phrase("The shop has no suppliers."),
            { Created: 0, Updated: 0, Failed: 0 } => new Phrase("Nothing changed in {0} suppliers.", unchanged),
            { Failed: > 0 } => new Phrase("{0} new, {1} updated, {2} unreadable.", created, updated, failed),
            _ => new Phrase("{0} new, {1} updated, {2} unchanged.", created, updated, unchanged),
        };
    }

    private async Task<RunCounts> TakeAsync(OrderSyncDb db, SupplierPage page, CancellationToken ct)
    {
        var items = new Items(context);
        var ids = page.Suppliers.Select(supplier => supplier.ExternalId).Concat(page.Unreadable.Keys).ToList();
        var known = await db.Suppliers.Where(row => row.IntegrationId == context.Connection.IntegrationId && ids.Contains(row.ExternalId))
            .ToDictionaryAsync(row => row.ExternalId, ct);
        foreach (var shown in page.Suppliers)
        {
            items.Add(shown.ExternalId, NameOf(shown), Take(db, shown, known.GetValueOrDefault(shown.ExternalId)));
        }

        foreach (var (id, reason) in page.Unreadable)
        {
            known.GetValueOrDefault(id)?.SeenAt = context.Now; // it is there, only not readable now
            items.Add(id, known.GetValueOrDefault(id)?.Name ?? "", ItemOutcome.Failed, "unreadable", reason);
        }

        return await DoneAsync(db, items, ct);
    }

    private ItemOutcome Take(OrderSyncDb db, ExternalSupplier shown, Supplier? supplier)
    {
        var name = NameOf(shown);
        if (supplier is null)
        {
            db.Suppliers.Add(new Supplier
            {
                IntegrationId = context.Connection.IntegrationId,
                ExternalId = shown.ExternalId,
                Name = name,
                Words = SearchTerms.InOneText(name),
                Active = shown.Active,
                CreatedAt = context.Now,
                UpdatedAt = context.Now,
                SeenAt = context.Now,
            });
            return ItemOutcome.Created;
        }

        var same = supplier.Name == name && supplier.Active == shown.Active && supplier.GoneAt is null;
        supplier.Name = name;
        supplier.Words = SearchTerms.InOneText(name);
        supplier.Active = shown.Active;
        supplier.GoneAt = null;
        supplier.SeenAt = context.Now;
        supplier.UpdatedAt = same ? supplier.UpdatedAt : context.Now;
        return same ? ItemOutcome.Unchanged : ItemOutcome.Updated;
    }

    /// <summary>Only after the whole list was read.</summary>
    private async Task<RunCounts> MarkGoneAsync(OrderSyncDb db, DateTime since, CancellationToken ct)
    {
        var items = new Items(context);
        var gone = await db.Suppliers
            .Where(row => row.IntegrationId == context.Connection.IntegrationId && row.SeenAt < since && row.GoneAt == null).ToListAsync(ct);
        foreach (var supplier in gone)
        {
            supplier.GoneAt = context.Now;
            supplier.UpdatedAt = context.Now;
            items.Add(supplier.ExternalId, supplier.Name, ItemOutcome.Updated, "gone", new Phrase("The shop does not have this supplier any more. It is kept here, marked as gone."));
        }

        return await DoneAsync(db, items, ct);
    }

    private async Task<RunCounts> DoneAsync(OrderSyncDb db, Items items, CancellationToken ct)
    {
        if (!tells)
        {
            return new RunCounts();
        }

        await items.SaveAsync(db, ct);
        return items.Counts;
    }

    private static string NameOf(ExternalSupplier shown) =>
        shown.Name.Length == 0 ? "#" + shown.ExternalId : shown.Name.Length > LongestName ? shown.Name[..LongestName] : shown.Name;

    private static string N(int count) => count.ToString(CultureInfo.InvariantCulture);
}

internal static class SupplierSources
{
    public static ISupplierSource SupplierSource(this ConnectorRegistry connectors, FeedContext context) =>
        connectors.Port<ISupplierSource>(context.Connector) ?? throw new InvalidOperationException($"{context.Connector} knows no suppliers.");
}
