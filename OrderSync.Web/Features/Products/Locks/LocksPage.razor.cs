using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Web.Components;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Products.Locks;

public sealed partial class LocksPage
{
    private const int Size = 50;
    private readonly Selection<ProductRow, long> selection = new(product => product.Id);
    private KeysetPage<ProductRow>? products;
    private IReadOnlyDictionary<long, string> shops = new Dictionary<long, string>();
    private ProductFilter filter = new();
    private LockSummary summary = LockSummary.None;
    private LastLockChange? last;
    private bool mayChange;

    /// <summary>What boxes in the head and the buttons above are about: the ticked products, or all that match.</summary>
    private LockSelection Scope => selection.IsEmpty || selection.AllMatching ? LockSelection.Matching(filter) : LockSelection.Of([.. selection.Keys]);

    private string ScopeText => selection.IsEmpty
        ? L.Plural(summary.Total, "For the 1 product that matches:", "For all {0} products that match:")
        : L.Plural(summary.Total, "For the 1 ticked product:", "For the {0} ticked products:");

    private string ExportHref => "/products/locks.csv" + new Uri(Nav.Uri).Query;

    protected override void OnInitialized() => Listen(Topics.Products, Topics.Runs);

    protected override async Task LoadAsync(CancellationToken ct)
    {
        mayChange = (await Me.GetAsync()).May(Permission.ManageLocks);
        filter = ProductFilter.Read(Query);
        shops = await Products.ShopsAsync(ct);
        products = await Products.ListAsync(filter, IdCursor.Parse(Query[QueryState.Cursor]), Size, ct, countAtMost: null);
        summary = await Queries.SummaryAsync(Scope, ct);
        last = mayChange ? await Queries.LastAsync(ct) : null;
    }

    private async Task CountAsync() => summary = await Queries.SummaryAsync(Scope, Gone);

    private Task ClearAsync()
    {
        selection.Clear();
        return CountAsync();
    }

    private Task AskAsync(LockKind? kind, bool off) => ChangeAsync(new LockQuestion(
        Scope, summary.Total, kind, kind is { } one ? summary.Of(one) : 0, off));

    private async Task ChangeAsync(LockQuestion question)
    {
        if (await Dialogs.AskAsync(question))
        {
            await ReloadAsync();
        }
    }

    private async Task UndoAsync()
    {
        await Dialogs.UndoAsync(last!.Batch);
        await ReloadAsync();
    }

    private string HeadLabel(LockKind kind) => L[
        "{0}: locked on {1} of {2}", L[kind.Word()].Value, summary.Of(kind).ToString("N0", CultureInfo.CurrentCulture), summary.Total.ToString("N0", CultureInfo.CurrentCulture)];

    private string Hover(ProductRow product, LockKind kind)
    {
        var held = product.LockOf(kind);
        if (held is null)
        {
            return kind != LockKind.All && product.LockOf(LockKind.All) is not null ? L["Held by the lock on everything"] : L["Not locked"];
        }

        var parts = new List<string> { held.Reason, L["Locked by {0} on {1}", held.Owner, ViewerClock.Exact(held.Since, Clock.Zone)] };
        parts.Add(held.LastMoment is { } end ? L["until {0}", ViewerClock.Exact(end, Clock.Zone)] : L["until somebody takes it off"]);
        parts.Add(held.HeldBackAt is { } at ? L["last held something back on {0}", ViewerClock.Exact(at, Clock.Zone)] : "");
        return string.Join(" · ", parts.Where(part => part.Length > 0));
    }
}
