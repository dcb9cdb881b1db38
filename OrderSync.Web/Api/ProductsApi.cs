using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Products;
using OrderSync.Web.Features.Products.Locks;

namespace OrderSync.Web.Api;

/// <summary>Filters of the product list, as scripts give them.</summary>
internal readonly record struct ProductsQuery(
    string? Search, string? Integration, string? State, string? Locked, string? Kind, string? After, string? Limit);

/// <summary>A lock to be set on one product.</summary>
internal sealed record LockBody(string? Kind, string? Reason, DateTimeOffset? Until);

internal sealed record LocksBody(IReadOnlyList<LockBody>? Locks);

/// <summary>Which products, by <c>ids</c> or <c>skus</c>, and what: these kinds are set with reason and end, or taken off with <c>clear</c>.</summary>
internal sealed record BulkLocksBody(
    IReadOnlyList<long>? Ids, IReadOnlyList<string>? Skus, IReadOnlyList<string>? Kinds, string? Reason, DateTimeOffset? Until, bool Clear);

internal static class ProductsApi
{
    private const int MostAtOnce = 10_000;

    public static void MapProductRoutes(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/products").WithTags("Products");
        group.MapGet("", ListAsync).WithSummary("Products by name")
            .WithDescription("search: beginnings of words of name, SKU, EAN. state: active, inactive, gone. locked: locked, expiring, heldBack. kind: several kinds of locks with commas.")
            .Produces<ApiList<ApiProduct>>();
        group.MapGet("/{id:long}", GetAsync).WithSummary("One product").Produces<ApiProduct>();
        group.MapGet("/{id:long}/locks", LocksAsync).WithSummary("The locks a product holds").Produces<ApiList<ApiLock>>();
        group.MapPut("/{id:long}/locks", ReplaceAsync).RequireAuthorization(nameof(Permission.ManageLocks)).Accepts<LocksBody>("application/json")
            .WithSummary("Gives a product exactly these locks; others are taken off").Produces<ApiList<ApiLock>>();
        group.MapPost("/locks", BulkAsync).RequireAuthorization(nameof(Permission.ManageLocks)).Accepts<BulkLocksBody>("application/json")
            .WithSummary("Sets locks on many products, or takes them off with clear").Produces<LockBatch>();
        group.MapPost("/locks/{change}/undo", UndoAsync).RequireAuthorization(nameof(Permission.ManageLocks))
            .WithSummary("Puts back what stood before a change of locks, where nobody changed it since").Produces<ApiUndone>();
    }

    private static async Task<IResult> ListAsync([AsParameters] ProductsQuery query, ProductQueries queries, CancellationToken ct)
    {
        var list = new ListQuery(query.After, query.Limit);
        var integration = ApiRequests.ReadId("integration", query.Integration);
        var state = ApiRequests.ReadEnum<ProductState>("state", query.State);
        var locked = ApiRequests.ReadEnum<LockCondition>("locked", query.Locked);
        var kinds = ReadKinds("kind", (query.Kind ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if ((list.Fault ?? integration.Refusal ?? state.Refusal ?? locked.Refusal ?? kinds.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var filter = new ProductFilter { Search = query.Search, IntegrationId = integration.Value, State = state.Value, Locked = locked.Value, Kinds = kinds.Value! };
        var page = await queries.ListAsync(filter, list.Cursor, list.Size, ct, countAtMost: null);
        var products = await queries.WholeAsync([.. page.Rows.Select(row => row.Id)], ct);
        return TypedResults.Ok(ApiAnswers.List(products, page.Next, page.Total, ApiProduct.Of));
    }

    private static async Task<IResult> GetAsync(long id, ProductQueries queries, CancellationToken ct) =>
        await queries.FindAsync(id, ct) is { } found ? TypedResults.Ok(ApiProduct.Of(found)) : ApiAnswers.NotFound("The product");

    private static async Task<IResult> LocksAsync(long id, ProductQueries queries, CancellationToken ct) =>
        await queries.FindAsync(id, ct) is { } found
            ? TypedResults.Ok(ApiAnswers.List(found.Locks, null, found.Locks.Count, ApiLock.Of))
            : ApiAnswers.NotFound("The product");

    private static async Task<IResult> ReplaceAsync(
        long id, HttpRequest request, LockActions actions, ProductQueries queries, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<LocksBody>(ct);
        var locks = body.Refusal is { } fault ? fault : ReadLocks(body.Value!.Locks);
        if (locks.Refusal is { } refusal)
        {
            return ApiAnswers.Refused(refusal);
        }

        return await actions.ReplaceAsync(await actor.GetAsync(), id, locks.Value!, ct) is { Refusal: { } refused }
            ? ApiAnswers.Refused(refused)
            : await LocksAsync(id, queries, ct);
    }

    private static async Task<IResult> BulkAsync(HttpRequest request, LockActions actions, LockQueries queries, CurrentActor actor, CancellationToken ct)
    {
        var read = await request.ReadAsync<BulkLocksBody>(ct);
        var kinds = read.Succeeded ? ReadKinds("kinds", read.Value!.Kinds ?? []) : read.Refusal!;
        var selection = kinds.Succeeded ? await SelectAsync(read.Value!, queries, ct) : kinds.Refusal!;
        if (selection.Refusal is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var (body, who) = (read.Value!, await actor.GetAsync());
        return ApiAnswers.Answer(
            body.Clear
                ? await actions.ClearAsync(who, selection.Value!, kinds.Value!, body.Reason ?? "", ct)
                : await actions.SetAsync(who, selection.Value!, kinds.Value!, body.Reason ?? "", body.Until?.UtcDateTime, ct),
            TypedResults.Ok);
    }

    private static async Task<IResult> UndoAsync(string change, LockActions actions, CurrentActor actor, CancellationToken ct) =>
        ApiAnswers.Answer(await actions.UndoAsync(await actor.GetAsync(), change, ct), undone =>
            TypedResults.Ok(new ApiUndone(undone.Batch.Id, undone.Batch.Products, undone.Batch.Locks, undone.Kept)));

    private static async Task<Outcome<LockSelection>> SelectAsync(BulkLocksBody body, LockQueries queries, CancellationToken ct)
    {
        var (ids, skus) = (body.Ids ?? [], body.Skus ?? []);
        if (ids.Count + skus.Count is 0 or > MostAtOnce)
        {
            return Refusal.Field("ids", "Give 'ids' or 'skus', at most {0} at once.", FormattableString.Invariant($"{MostAtOnce}"));
        }

        var carriers = await queries.BySkuAsync(skus, ct);
        foreach (var sku in skus)
        {
            var found = carriers[sku].ToList();
            if (found.Count != 1)
            {
                return found.Count == 0
                    ? Refusal.Field("skus", "No product carries the SKU '{0}'. Nothing was changed.", sku)
                    : Refusal.Field("skus", "Several products carry the SKU '{0}': {1}. Give their ids. Nothing was changed.", sku, string.Join(", ", found));
            }
        }

        return LockSelection.Of([.. ids.Concat(skus.SelectMany(sku => carriers[sku])).Distinct()]);
    }

    private static Outcome<IReadOnlyDictionary<LockKind, LockWish>> ReadLocks(IReadOnlyList<LockBody>? locks)
    {
        if (locks is null)
        {
            return Refusal.Field("locks", "Send the locks the product is to have; an empty list takes all off.");
        }

        var wanted = new Dictionary<LockKind, LockWish>();
        foreach (var one in locks)
        {
            var kind = ReadKinds("kind", [one?.Kind ?? ""]);
            if (kind.Refusal is { } fault)
            {
                return fault;
            }

            if (!wanted.TryAdd(kind.Value![0], new LockWish((one!.Reason ?? "").Trim(), one.Until?.UtcDateTime)))
            {
                return Refusal.Field("kind", "'{0}' is given twice.", one.Kind!);
            }
        }

        return wanted;
    }

    private static Outcome<IReadOnlyList<LockKind>> ReadKinds(string field, IEnumerable<string> texts)
    {
        var kinds = new List<LockKind>();
        foreach (var text in texts)
        {
            var kind = ApiRequests.ReadEnum<LockKind>(field, text);
            if (kind.Refusal is { } fault)
            {
                return fault;
            }

            if (kind.Value is not { } known)
            {
                return Refusal.Field(field, "Give one of: {0}.", string.Join(", ", Enum.GetValues<LockKind>().Select(ApiRequests.Spell)));
            }

            kinds.Add(known);
        }

        return kinds;
    }
}
