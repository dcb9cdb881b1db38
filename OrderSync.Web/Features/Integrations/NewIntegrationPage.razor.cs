using Microsoft.AspNetCore.Components;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Features.Integrations;

public sealed partial class NewIntegrationPage
{
    private SettingsFormModel? model;
    private string name = "";
    private string? shown;
    private bool changed;

    [SupplyParameterFromQuery(Name = "system")]
    private string? System { get; set; }

    [Inject]
    private ConnectorRegistry Connectors { get; set; } = null!;

    [Inject]
    private SandboxStart Sandbox { get; set; } = null!;

    [Inject]
    private IntegrationActions Actions { get; set; } = null!;

    [Inject]
    private IntegrationQueries Queries { get; set; } = null!;

    [Inject]
    private CurrentActor Who { get; set; } = null!;

    [Inject]
    private Toasts Toasts { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    private ConnectorDescriptor? Connector => System is { Length: > 0 } key && Connectors.TryGet(new ConnectorKey(key), out var found) ? found : null;

    private string Lead => Connector is null
        ? L["Choose the system. Its settings come next, then what its words mean here."]
        : L["Saving tests the connection first and says exactly what is missing. Nothing in the shop is changed."];

    protected override async Task OnParametersSetAsync()
    {
        if (Connector is not { } connector || shown == System)
        {
            return;
        }

        shown = System;
        name = connector.Name;
        var settings = (IConnectorSettings)Activator.CreateInstance(connector.SettingsType)!;
        model = await Queries.FormAsync(settings, readOnly: false, Edited, accepted: () => SaveAsync(force: false), Gone);
    }

    private void Edited()
    {
        changed = true;
        StateHasChanged();
    }

    private async Task SaveAsync(bool force)
    {
        var actor = await Who.GetAsync();
        var wanted = new NewIntegration(Connector!.Key, name, model!.Settings, Force: force);
        var (done, saved) = await RunAsync(Action, ct => Actions.CreateAsync(actor, wanted, ct));
        if (!done)
        {
            return;
        }

        (model.Problems, model.Hints, model.Facts) = (saved!.Problems, saved.Report.Hints, saved.Report.Facts);
        if (saved.Saved)
        {
            // The guard against lost changes has to be drawn without them before the page is left.
            changed = false;
            StateHasChanged();
            await Task.Yield();
            Toasts.Done(L.Show(saved.Told));
            Nav.NavigateTo($"/integrations/{saved.Id}?tab={(saved.Problems.Count == 0 ? "mappings" : "configuration")}");
        }
    }
}
