using Microsoft.AspNetCore.Components;
using OrderSync.Domain;
using OrderSync.Domain.Stock;
using OrderSync.Web.Components;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.StockPlans;

/// <summary>A plan: what would change, who decided, and what became of each figure.</summary>
public sealed partial class PlanPage
{
    private const int Window = 50;
    private PlanRow? plan;
    private KeysetPage<PlanLineRow>? lines;
    private PlanLineFilter filter = new([], [], "");
    private IReadOnlyDictionary<PlanLineResult, int> counts = new Dictionary<PlanLineResult, int>();
    private Phrase? hindrance;
    private bool mayDecide;

    [Parameter]
    public long Id { get; set; }

    /// <summary>Of the notice that says why a button cannot be pressed.</summary>
    private string? HindranceId => hindrance is not null && mayDecide ? "plan-hindrance" : null;

    private int Settled => plan!.State == PlanState.Undoing
        ? plan.Lines - counts.GetValueOrDefault(PlanLineResult.Written)
        : plan.Lines - counts.GetValueOrDefault(PlanLineResult.Pending);

    private List<FilterOption> Results => [.. counts.OrderBy(pair => pair.Key).Select(pair => new FilterOption(QueryState.Slug(pair.Key), L[pair.Key.Look().Word], pair.Value))];

    private List<FilterOption> Warnings => [.. Enum.GetValues<LineWarning>().Select(warning => new FilterOption(QueryState.Slug(warning), L[warning.Look().Word]))];

    protected override void OnInitialized() => Listen(Topics.Stock, Topics.Runs);

    protected override async Task LoadAsync(CancellationToken ct)
    {
        mayDecide = (await Who.GetAsync()).May(Permission.ApprovePlans);
        plan = await Queries.RowAsync(Id, ct);
        hindrance = plan is { State: PlanState.Waiting } or { CanBeTakenBack: true } ? await Queries.HindranceAsync(plan, ct) : null;
        counts = await Queries.CountsAsync(Id, ct);
        filter = new PlanLineFilter(Query.Enums<PlanLineResult>("result"), Query.Enums<LineWarning>("about"), Query["q"]?.Trim() ?? "");
        lines = await Queries.LinesAsync(Id, filter, IdCursor.Parse(Query[QueryState.Cursor]), Window, ct);
    }

    private Task ApproveAsync() => DecideAsync(L["Approve plan {0}?", Id], ApprovalText, plan!.GoesToShop ? L["Approve and send"] : L["Approve"], Actions.ApproveAsync);

    private string ApprovalText => plan switch
    {
        { GoesToShop: false } => L.Plural(
            plan!.Lines, "1 figure is written into warehouse {1}, exactly as shown.", "{0} figures are written into warehouse {1}, exactly as shown.", plan.Warehouse),
        { Lines: 0 } => L["Nothing is sent now: '{0}' shows what is sellable. From now on it is told by itself whenever that changes.", plan.IntegrationName],
        _ => L.Plural(
            plan!.Lines, "1 figure is sent to the shop '{1}', exactly as shown. From then on the shop is told by itself whenever stock changes.",
            "{0} figures are sent to the shop '{1}', exactly as shown. From then on the shop is told by itself whenever stock changes.", plan.IntegrationName),
    };

    private Task DiscardAsync() => DecideAsync(
        L["Turn plan {0} down?", Id],
        plan!.GoesToShop ? L["Nothing is sent. The next stock check proposes anew whatever is still different."] : L["Nothing is written. The feed makes a new plan when it runs again."],
        L["Turn down"], Actions.DiscardAsync);

    private Task UndoAsync() => DecideAsync(L["Take plan {0} back?", Id], UndoText, L["Take back"], Actions.UndoAsync);

    private string UndoText => plan switch
    {
        { GoesToShop: false } => L["Every figure it wrote becomes what it was before, except those that changed since."],
        { Lines: 0 } => L["It sent no figure. Taking it back stops the automatic export: '{0}' is told nothing more by itself until a new plan is approved.", plan.IntegrationName],
        _ => L[
            "Every figure it sent becomes in the shop what it was before, except those that changed since. Taking it back stops the automatic export: '{0}' is told nothing more by itself until a new plan is approved.",
            plan!.IntegrationName],
    };

    private async Task DecideAsync(string title, string text, string verb, Func<Actor, long, string, CancellationToken, Task<Outcome>> decide)
    {
        if (await Ask.ForReasonAsync(title, text, verb, L["Note"]) is { } note)
        {
            var by = await Who.GetAsync();
            await RunAsync(Action, ct => decide(by, Id, note, ct));
        }
    }
}
