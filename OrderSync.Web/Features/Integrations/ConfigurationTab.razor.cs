using Microsoft.AspNetCore.Components;
using OrderSync.Domain;
using OrderSync.Domain.Settings;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Features.Integrations;

public sealed partial class ConfigurationTab
{
    private readonly ActionState test = new();
    private SettingsFormModel? model;
    private string name = "";
    private Guid stamp;
    private bool changed;
    private bool passed;

    [Parameter, EditorRequired]
    public required IntegrationDetail Detail { get; set; }

    /// <summary>Told after a save, so that the page shows the new name and state.</summary>
    [Parameter]
    public EventCallback Saved { get; set; }

    [Inject]
    private IntegrationActions Actions { get; set; } = null!;

    [Inject]
    private IntegrationSwitch Switch { get; set; } = null!;

    [Inject]
    private IntegrationQueries Queries { get; set; } = null!;

    [Inject]
    private CurrentActor Who { get; set; } = null!;

    [Inject]
    private Toasts Toasts { get; set; } = null!;

    protected override Task OnInitializedAsync() => OpenAsync();

    private async Task OpenAsync()
    {
        if (await Queries.SettingsAsync(Detail.Row.Id, Gone) is not { } settings)
        {
            return;
        }

        (name, stamp, changed) = (Detail.Row.Name, Detail.Stamp, false);
        model = new SettingsFormModel
        {
            Settings = settings,
            Problems = Detail.Problems,
            Stores = await Queries.ChoicesAsync(ChoiceKind.Store, Gone),
            Warehouses = await Queries.ChoicesAsync(ChoiceKind.Warehouse, Gone),
            ReadOnly = !(await Who.GetAsync()).May(Permission.ManageIntegrations),
            Changed = Edited,
        };
    }

    private void Edited()
    {
        (changed, passed) = (true, false);
        StateHasChanged();
    }

    private async Task TestAsync()
    {
        passed = false;
        var actor = await Who.GetAsync();
        var (done, report) = await RunAsync(test, ct => Switch.TestAsync(actor, Detail.Row.Id, changed ? model!.Settings : null, ct));
        if (done)
        {
            model!.Problems = report!.Problems;
            passed = report.Passed;
        }
    }

    private async Task SaveAsync(bool force)
    {
        var actor = await Who.GetAsync();
        var change = new IntegrationChange(name, model!.Settings, force, stamp);
        var (done, saved) = await RunAsync(Action, ct => Actions.UpdateAsync(actor, Detail.Row.Id, change, ct));
        if (!done)
        {
            return;
        }

        model.Problems = saved!.Problems;
        if (saved.Saved)
        {
            Toasts.Done(saved.Problems.Count == 0 ? L["Data saved. The connection works."] : L["Data saved. The integration stays off until its test passes."]);
            await Saved.InvokeAsync();
            await OpenAsync();
        }
    }
}
