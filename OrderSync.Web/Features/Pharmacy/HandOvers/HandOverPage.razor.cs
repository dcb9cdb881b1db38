using Microsoft.AspNetCore.Components;
using OrderSync.Domain;
using OrderSync.Web.Components;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Pharmacy.HandOvers;

/// <summary>Orders a pharmacy's program was offered and has taken, with what was heard of them.</summary>
public sealed partial class HandOverPage
{
    private const int Window = 50;
    private HandOverDesk? desk;
    private KeysetPage<HandOverRow>? rows;
    private bool mayRelease;

    [Parameter] public long Id { get; set; }

    protected override void OnInitialized() => Listen(Topics.Orders, Topics.Integrations);

    protected override async Task LoadAsync(CancellationToken ct)
    {
        mayRelease = (await Me.GetAsync()).May(Permission.SettleProblems);
        rows = await Queries.ListAsync(Id, new HandOverFilter(Query.Enum<HandOverView>("state"), Query["q"] ?? ""), IdCursor.Parse(Query[QueryState.Cursor]), Window, ct);
        desk = await Queries.DeskAsync(Id, ct);
    }

    private List<FilterOption> Views(HandOverDesk shown) =>
        [.. Enum.GetValues<HandOverView>().Select(view => new FilterOption(QueryState.Slug(view), L[view.Word()], shown.Counts[view]))];

    private string Statuses(HandOverDesk shown) => string.Join(L[" or "], shown.Statuses.Select(status => L[status.Look().Word].Value));

    private async Task ReleaseAsync(HandOverRow row)
    {
        if (await ReleaseQuestion.AskAsync(Ask, L, row) is { } reason && await RunAsync(async ct => await Actions.ReleaseAsync(await Me.GetAsync(), row.OrderId, row.IntegrationId, reason, ct)))
        {
            Toasts.Done(L["Order {0} released", row.Order]);
            await ReloadAsync();
        }
    }
}
