using Microsoft.AspNetCore.Components;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
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
    private TrialActions Trials { get; set; } = null!;

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
        var mayEdit = (await Who.GetAsync()).May(Permission.ManageIntegrations);
        var form = await Queries.FormAsync(settings, readOnly: !mayEdit, Edited, accepted: null, Gone);
        Show(form, Detail.Problems, Detail.Hints, Detail.Facts);
        model = form;
    }

    private static void Show(
        SettingsFormModel form, IReadOnlyList<ConnectionProblem> problems, IReadOnlyList<ConnectionProblem> hints, IReadOnlyDictionary<string, string> facts) =>
        (form.Problems, form.Hints, form.Facts) = (problems, hints, facts.Count > 0 ? facts : form.Facts);

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
            Show(model!, report!.Problems, report.Hints, report.Facts);
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

        Show(model, saved!.Problems, saved.Report.Hints, saved.Report.Facts);
        if (saved.Saved)
        {
            Toasts.Done(L.Show(saved.Told));
            await Saved.InvokeAsync();
            await OpenAsync();
        }
    }
}
