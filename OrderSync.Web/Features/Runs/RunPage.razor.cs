using Microsoft.AspNetCore.Components;
using OrderSync.Domain;
using OrderSync.Web.Components;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Runs;

/// <summary>One run of a feed, live.</summary>
public sealed partial class RunPage
{
    private RunDetail? detail;
    private Actor? actor;
    private long listed;

    [Parameter] public long Id { get; set; }

    protected override async Task LoadAsync(CancellationToken ct)
    {
        Listen(Topics.Run(Id), Topics.Runs);
        actor = await Who.GetAsync();
        detail = await Queries.DetailAsync(Id, ct);
        listed = (await Items.CountsAsync(Id, ct)).Values.Sum();
    }

    private async Task CancelAsync()
    {
        var by = await Who.GetAsync();
        await RunAsync(Action, ct => Actions.CancelAsync(by, Id, ct));
    }

    private async Task AgainAsync()
    {
        var by = await Who.GetAsync();
        var (done, run) = await RunAsync(Action, ct => Actions.RunAgainAsync(by, Id, ct));
        if (done)
        {
            Nav.NavigateTo($"/runs/{run!.RunId}");
        }
    }

    private async Task RetryFailedAsync()
    {
        var by = await Who.GetAsync();
        var (done, retry) = await RunAsync(Action, ct => Actions.RetryFailedAsync(by, Id, ct));
        if (done)
        {
            Toasts.Done(L.Plural(retry!.Orders, "1 order is being retried.", "{0} orders are being retried."));
            Nav.NavigateTo($"/runs/{retry.RunId}");
        }
    }
}
