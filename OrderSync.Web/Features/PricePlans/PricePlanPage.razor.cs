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
    private bool mayDecide;

    [Parameter]
    public long Id { get; set; }

    private List<FilterOption> Results => [.. counts.OrderBy(pair => pair.Key).Select(pair => new FilterOption(QueryState.Slug(pair.Key), L[pair.Key.Look().Word], pair.Value))];

    private List<FilterOption> About => [new(Remarkable, L["Large change"])];

    protected override void OnInitialized() => Listen(Topics.Products, Topics.Runs);

    protected override async Task LoadAsync(CancellationToken ct)
    {
        mayDecide = (await Who.GetAsync()).May(Permission.ApprovePlans);
        plan = await Queries.RowAsync(Id, ct);
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

    private async Task DecideAsync(string title, string text, string verb, Func<Actor, long, string, CancellationToken, Task<Outcome>> decide)
    {
        if (await Ask.ForReasonAsync(title, text, verb, L["Note"]) is { } note)
        {
            var by = await Who.GetAsync();
            await RunAsync(Action, ct => decide(by, Id, note, ct));
        }
    }
}
