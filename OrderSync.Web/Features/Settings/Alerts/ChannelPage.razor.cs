using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderSync.Domain.Alerts;
using OrderSync.Web.Alerts.Sending;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Settings.Alerts;

/// <summary>A channel of alerts: add, change, try, delete.</summary>
public partial class ChannelPage
{
    private static readonly string[] Fields =
        ["name", "host", "port", "security", "user", "password", "from", "addresses", "url", "format", "secret", "quietFrom", "quietTo", "quietZone"];
    private readonly ActionState test = new();
    private readonly ActionState deletion = new();
    private ChannelRow? row;
    private ChannelDraft? draft;
    private ChannelDraft? saved;
    private SendResult? said;

    [Parameter] public long Id { get; set; }

    [Inject] private AlertQueries Queries { get; set; } = null!;
    [Inject] private ChannelActions Channels { get; set; } = null!;
    [Inject] private CurrentActor Me { get; set; } = null!;
    [Inject] private ViewerClock Clock { get; set; } = null!;
    [Inject] private Ask Ask { get; set; } = null!;
    [Inject] private Toasts Toasts { get; set; } = null!;
    [Inject] private NavigationManager Nav { get; set; } = null!;
    [Inject] private IStringLocalizer<SharedText> L { get; set; } = null!;

    private IReadOnlyList<Crumb> Parents => [new Crumb(L["Settings"], "/settings"), new Crumb(L["Alerts"], "/settings/alerts")];

    private string Title => row?.Channel.Name ?? (draft!.Kind == AlertChannelKind.Email ? L["Add e-mail"] : L["Add webhook"]);

    protected override async Task LoadAsync(CancellationToken ct)
    {
        if (Id == 0)
        {
            draft ??= ChannelDraft.New(Query.Enum<AlertChannelKind>("kind") ?? AlertChannelKind.Email, Clock.Zone.Id);
            return;
        }

        row = await Queries.ChannelAsync(Id, ct);
        saved = row is null ? null : ChannelDraft.Of(row, Clock.Zone.Id);
        draft = saved is null ? null : saved with { };
    }

    private async Task SaveAsync()
    {
        said = null;
        if (row is null)
        {
            if (await RunAsync(Action, async ct => await Channels.CreateAsync(await Me.GetAsync(), draft!.Kind, draft.ToChange(null), ct)) is { Succeeded: true, Value: var id })
            {
                Toasts.Done(L["{0} was added. Send a test now.", draft!.Name]);
                Nav.NavigateTo($"/settings/alerts/channels/{id.ToString(CultureInfo.InvariantCulture)}");
            }
        }
        else if (await RunAsync(async ct => await Channels.UpdateAsync(await Me.GetAsync(), Id, draft!.ToChange(row.Channel.Stamp), ct)))
        {
            await ReloadAsync();
            Toasts.Done(L["Saved"]);
        }
    }

    /// <summary>A channel whose test fails stays: its page says what is wrong, and nothing typed is lost.</summary>
    private async Task AddAndTestAsync()
    {
        if (await RunAsync(Action, async ct => await Channels.CreateAsync(await Me.GetAsync(), draft!.Kind, draft.ToChange(null), ct)) is not { Succeeded: true, Value: var id })
        {
            return;
        }

        var sent = (await RunAsync(test, async ct => await Channels.TestAsync(await Me.GetAsync(), id, ct))).Value;
        Toasts.Done(sent is { Failure: null } ? L["{0} was added, and a test was sent.", draft!.Name] : L["{0} was added, but the test could not be sent.", draft!.Name]);
        Nav.NavigateTo($"/settings/alerts/channels/{id.ToString(CultureInfo.InvariantCulture)}");
    }

    private async Task TestAsync()
    {
        said = null;
        said = (await RunAsync(test, async ct => await Channels.TestAsync(await Me.GetAsync(), Id, ct))).Value;
        await ReloadAsync();
    }

    private async Task DeleteAsync()
    {
        if (await Ask.ConfirmAsync(
                L["Delete {0}?", row!.Channel.Name],
                L["Nobody is told by it any more, and rules that name only this channel are switched off. The history stays."],
                L["Delete {0}", row.Channel.Name], danger: true)
            && await RunAsync(deletion, async ct => await Channels.DeleteAsync(await Me.GetAsync(), Id, ct)))
        {
            draft = saved;
            Toasts.Done(L["{0} was deleted.", row.Channel.Name]);
            Nav.NavigateTo("/settings/alerts");
        }
    }
}
