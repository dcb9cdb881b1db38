using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Importing.Explaining;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Explain;

/// <summary>A shop that can be asked.</summary>
public sealed record ExplainShop(long Id, string Name, bool Enabled);

/// <summary>What a shop's orders with a number come to.</summary>
/// <param name="Requests">How many requests it took.</param>
public sealed record ShopExplanation(ExplainShop Shop, IReadOnlyList<Explanation> Orders, int Requests)
{
    /// <summary>The shop has no such order, and none was ever seen here.</summary>
    public bool IsUnknown => Orders.All(order => order.IsUnknown);
}

/// <summary>Answers why an order is not here: what is stored, and what the shop says right now.</summary>
public sealed class ExplainQueries(
    IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, ConnectionFactory connections, ExplainReader reader, TimeProvider clock)
{
    public const int LongestNumber = 64;

    /// <summary>A person waits: a shop that takes longer, or whose budget of requests is used up, is told as not answering.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <summary>All shops that can be asked, by name.</summary>
    public async Task<IReadOnlyList<ExplainShop>> ShopsAsync(CancellationToken ct)
    {
        var keys = connectors.All.Where(connector => connector.Ports is IOrderLookup and IOrderSource).Select(connector => connector.Key).ToList();
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Integrations.Where(row => keys.Contains(row.Connector)).OrderBy(row => row.Name).Select(row => new ExplainShop(row.Id, row.Name, row.Enabled)).ToListAsync(ct);
    }

    /// <summary>The shops that are meant: the one chosen, else all that are switched on, else all.</summary>
    public static IReadOnlyList<ExplainShop> Meant(IReadOnlyList<ExplainShop> shops, long? chosen) =>
        chosen is { } id ? [.. shops.Where(shop => shop.Id == id)]
        : shops.Any(shop => shop.Enabled) ? [.. shops.Where(shop => shop.Enabled)]
        : shops;

    /// <summary>What was typed, without what people put around a number.</summary>
    public static string Clean(string typed)
    {
        var number = typed.Trim().TrimStart('#').Trim();
        return number.Length > LongestNumber ? number[..LongestNumber] : number;
    }

    /// <summary>Asks one shop now.</summary>
    /// <param name="typed">The shop's number of the order, or a reference, which several orders may share.</param>
    public async Task<ShopExplanation> ExplainAsync(ExplainShop shop, string typed, CancellationToken ct)
    {
        var number = Clean(typed);
        var known = await reader.KnownAsync(shop.Id, number, ct);
        if (known.FirstOrDefault(row => row.ExternalId == number) is { OrderId: not null } here)
        {
            // No need to trouble the shop.
            return new ShopExplanation(shop, [OrderExplainer.Explain(await reader.StoredAsync(shop.Id, number, ct) with { Known = here })], 0);
        }

        var requests = new RequestCounter();
        var (found, failure) = await AskAsync(shop.Id, number, requests, ct);

        // In this order: what the import is past by then has its row when the rows are read.
        var isPast = await reader.IsPastAsync(shop.Id, ct);
        var facts = await reader.StoredAsync(shop.Id, number, ct);
        var ids = found.Orders.Select(order => order.ExternalId).Concat(found.Unreadable.Select(order => order.ExternalId));
        known = await reader.KnownAsync(shop.Id, ids.Concat(known.Select(row => row.ExternalId)), ct);
        var all = found.Orders.Select(order => facts with { Order = order, Known = Of(order.ExternalId) })
            .Concat(found.Unreadable.Select(order => facts with { Unreadable = order, Known = Of(order.ExternalId) }))
            .ToList();
        var shown = all.Select(one => one.Order?.ExternalId ?? one.Unreadable!.ExternalId).ToHashSet();
        all.AddRange(known.Where(row => !shown.Contains(row.ExternalId)).Select(row => facts with { Known = row, Failure = failure }));
        if (all.Count == 0)
        {
            all.Add(facts with { Failure = failure });
        }

        return new ShopExplanation(shop, [.. all.Select(one => OrderExplainer.Explain(one with { IsPast = isPast(one.Order?.ExternalId ?? one.Unreadable?.ExternalId ?? number) }))], requests.Count);

        KnownOrder? Of(string id) => known.FirstOrDefault(row => row.ExternalId == id);
    }

    /// <summary>The answer after something was set going. Until the order is here or was decided anew, the shop is not troubled.</summary>
    /// <returns>Null while nothing has changed.</returns>
    public async Task<Explanation?> SinceAsync(ExplainShop shop, string externalId, DateTime since, CancellationToken ct)
    {
        if (await reader.KnownAsync(shop.Id, [externalId], ct) is not [var known] || (known.OrderId is null && (known.RetryRequested || known.DecidedAt < since)))
        {
            return null;
        }

        return (await ExplainAsync(shop, externalId, ct)).Orders.FirstOrDefault(order => order.Number == externalId);
    }

    private async Task<(FoundOrders Found, RemoteFailure? Failure)> AskAsync(long integrationId, string number, RequestCounter requests, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            var integration = await db.Integrations.AsNoTracking().SingleAsync(row => row.Id == integrationId, ct);
            var connection = connections.Open(integration, requests);
            return (await connectors.Port<IOrderLookup>(integration.Connector)!.FindAsync(connection, number, either.Token), null);
        }
        catch (RemoteFailureException error)
        {
            return (FoundOrders.None, error.Failure);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return (FoundOrders.None, new RemoteFailure(
                RemoteFailureKind.Unavailable, "too-slow",
                new Phrase("It took longer than {0} seconds: the shop is slow, or its requests per minute are used up by a feed.", FormattableString.Invariant($"{Patience.TotalSeconds:0}")),
                new Phrase("Try again when fewer feeds run.")));
        }
    }

    private sealed class RequestCounter : IRequestObserver
    {
        private int count;

        public int Count => count;

        public void Sent(RequestRecord request) => Interlocked.Increment(ref count);
    }
}
