using Microsoft.AspNetCore.Components;
using OrderSync.Web.Components;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Pharmacy.Calls;

public sealed partial class PharmacyTab
{
    private const int Shown = 10;

    private PharmacyCounter? counter;
    private IReadOnlyList<PharmacyCallRow>? calls;

    [Parameter, EditorRequired]
    public required long IntegrationId { get; set; }

    [Parameter]
    public bool MayManage { get; set; }

    [Inject]
    private PharmacyCallQueries Queries { get; set; } = null!;

    [Inject]
    private PharmacyCallActions Actions { get; set; } = null!;

    [Inject]
    private CurrentActor Who { get; set; } = null!;

    [Inject]
    private Ask Ask { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        Listen(Topics.Pharmacy, Topics.Integrations);
        if (MayManage)
        {
            var actor = await Who.GetAsync();
            await RunAsync(ct => Actions.OpenAsync(actor, IntegrationId, ct));
        }

        await RefreshAsync();
    }

    protected override async Task RefreshAsync()
    {
        counter = await Queries.CounterAsync(IntegrationId, Gone);
        calls = (await Queries.ListAsync(IntegrationId, onlyTroubles: false, default, Shown, Gone)).Rows;
    }

    private async Task CaptureAsync()
    {
        var on = counter!.CaptureUntil is null;
        if (on && !await Ask.ConfirmAsync(L["Capture calls word for word?"], L["For 48 hours each call and its answer are kept, without secrets but with the orders' personal data. Only those who may change this integration can read them; then they are deleted."], L["Capture"]))
        {
            return;
        }

        var actor = await Who.GetAsync();
        if (await RunAsync(ct => Actions.CaptureAsync(actor, IntegrationId, on, ct)))
        {
            await RefreshAsync();
        }
    }
}
