using Microsoft.AspNetCore.Components;
using OrderSync.Domain;
using OrderSync.Domain.Stock;
using OrderSync.Web.Components;
using OrderSync.Web.Features.StockPlans;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.PricePlans;

/// <summary>A price plan: what would change, who decided, and what became of each price.</summary>
public sealed partial class PricePlanPage
{
    private const int Window = 50;
    private const string Remarkable = "remarkable";
    private PricePlanRow? plan;
    private KeysetPage<PricePlanLineRow>? lines;
    private IReadOnlyDictionary<PlanLineResult, int> counts = new Dictionary<PlanLineResult, int>();
    private Phrase? hindrance;
    private bool mayDecide;

    [Parameter]
    public long Id { get; set; }

    /// <summary>Of the notice that says why a button cannot be pressed.</summary>
    private string? HindranceId => hindrance is not null && mayDecide ? "plan-hindrance" : null;

    private int Settled => plan!.Lines - counts.GetValueOrDefault(plan.State == PlanState.Undoing ? PlanLineResult.Written : PlanLineResult.Pending);

    private List<FilterOption> Results => [.. counts.OrderBy(pair => pair.Key).Select(pair => new FilterOption(QueryState.Slug(pair.Key), L[pair.Key.Look().Word], pair.Value))];

    private List<FilterOption> About => [new(Remarkable, L["Large change"])];

    protected override void OnInitialized() => Listen(Topics.Products, Topics.Runs);

    protected override async Task LoadAsync(CancellationToken ct)
    {
        mayDecide = (await Who.GetAsync()).May(Permission.ApprovePlans);
        plan = await Queries.RowAsync(Id, ct);
        hindrance = plan is { State: PlanState.Done } ? await Queries.UndoHindranceAsync(plan, ct) : null;
        counts = await Queries.CountsAsync(Id, ct);
        lines = await Queries.LinesAsync(Id, Query.Enums<PlanLineResult>("result"), Query["about"] == Remarkable, IdCursor.Parse(Query[QueryState.Cursor]), Window, ct);
    }

    private Task ApproveAsync() => DecideAsync(
        L["Approve plan {0}?", Id],
        L.Plural(
            plan!.Lines, "1 price is sent to the shop '{1}', exactly as shown. From then on changed prices go by themselves unless something looks wrong.",
            "{0} prices are sent to the shop '{1}', exactly as shown. From then on changed prices go by themselves unless something looks wrong.", plan.IntegrationName),
        L["Approve and send"], Actions.ApproveAsync);

    private Task DiscardAsync() => DecideAsync(
        L["Turn plan {0} down?", Id], L["Nothing is sent. Tomorrow's comparison proposes anew whatever is still different."], L["Turn down"], Actions.DiscardAsync);

    private Task UndoAsync() => DecideAsync(
        L["Take plan {0} back?", Id],
        L.Plural(
            counts.GetValueOrDefault(PlanLineResult.Written),
            "1 price in the shop '{1}' becomes what it was before, unless it changed there since. From then on changed prices wait for somebody until a plan is approved again.",
            "{0} prices in the shop '{1}' become what they were before, except those that changed there since. From then on changed prices wait for somebody until a plan is approved again.",
            plan!.IntegrationName),
        L["Take back"], Actions.UndoAsync);

    private async Task DecideAsync(string title, string text, string verb, Func<Actor, long, string, CancellationToken, Task<Outcome>> decide)
    {
        if (await Ask.ForReasonAsync(title, text, verb, L["Note"]) is { } note)
        {
            var by = await Who.GetAsync();
            await RunAsync(Action, ct => decide(by, Id, note, ct));
        }
    }
}
