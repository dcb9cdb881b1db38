using Microsoft.AspNetCore.Components;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data.Inbox;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Integrations.RealTime;

public sealed partial class RealTimeSection
{
    private const int Shown = 10;

    private RealTimeSetup? setup;
    private IReadOnlyList<OrderEventRow>? events;

    /// <summary>Shown once, while the page is open.</summary>
    private string? secret;

    [Parameter, EditorRequired]
    public required long IntegrationId { get; set; }

    [Parameter, EditorRequired]
    public required ConnectorDescriptor Connector { get; set; }

    /// <summary>For those who may not change it: what is set and what came, nothing to do.</summary>
    [Parameter]
    public bool ReadOnly { get; set; }

    [Inject]
    private OrderEventActions Actions { get; set; } = null!;

    [Inject]
    private OrderEventQueries Queries { get; set; } = null!;

    [Inject]
    private CurrentActor Who { get; set; } = null!;

    [Inject]
    private Ask Ask { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        Listen(Topics.Inbox, Topics.Orders);
        if (!ReadOnly)
        {
            var actor = await Who.GetAsync();
            await RunAsync(ct => Actions.PrepareAsync(actor, IntegrationId, ct));
        }

        await RefreshAsync();
    }

    protected override async Task RefreshAsync()
    {
        setup = await Queries.SetupAsync(IntegrationId, Gone);
        events = (await Queries.ListAsync(IntegrationId, default, Shown, Gone)).Rows;
    }

    private async Task RenewAsync()
    {
        var days = InboundKeys.PreviousLives.Days;
        if (!await Ask.ConfirmAsync(
            L["Make a new secret?"], L["The shop must be told the new one within {0} days: until then the present secret is accepted, too. One from before that is no longer.", days], L["Make a new secret"]))
        {
            return;
        }

        var actor = await Who.GetAsync();
        var (done, access) = await RunAsync(Action, ct => Actions.NewSecretAsync(actor, IntegrationId, ct));
        if (done)
        {
            secret = access!.Secret;
            await RefreshAsync();
        }
    }
}
