using Microsoft.AspNetCore.Components;
using OrderSync.Domain;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Pharmacy;

/// <summary>Items of a pharmacy, and the products people say they are.</summary>
public sealed partial class PairingPage
{
    private const int Size = 50;
    private KeysetPage<PharmacyItemRow>? items;
    private IReadOnlyList<PairingChoice> choices = [];
    private PharmacyItemRow? chosen;
    private string name = "";
    private bool mayPair;

    [Parameter]
    public long Id { get; set; }

    [Inject]
    private NavigationManager Pages { get; set; } = null!;

    private string Here => $"/integrations/{Id}/pairing?state={Query["state"] ?? "waiting"}";

    private List<FilterOption> States => [new("waiting", L["Waiting"]), new("paired", L["Paired"]), new("left-out", L["Left out"]), new("all", L["All"])];

    protected override async Task LoadAsync(CancellationToken ct)
    {
        Listen(PacketAnnouncer.Topic(Id));
        mayPair = (await Me.GetAsync()).May(Permission.ManageStock);
        name = await Packets.NameAsync(Id, ct) ?? "";
        PairingState? state = Query["state"] switch { "paired" => PairingState.Paired, "left-out" => PairingState.LeftOut, "all" => null, _ => PairingState.Waiting };
        items = await Queries.ListAsync(Id, state, Query["q"], IdCursor.Parse(Query[QueryState.Cursor]), Size, ct);
        chosen = mayPair && Query.Number("item") is { } item ? await Queries.FindAsync(Id, item, ct) : null;
        choices = chosen is null ? [] : await Queries.ChoicesAsync(Query["product"] ?? chosen.Name, ct);
    }

    private static string NameOf(PharmacyItemRow item) => item.Name.Length > 0 ? item.Name : item.Ref.Length > 0 ? item.Ref : item.Bloz + item.Ean;

    private string HrefOf(PharmacyItemRow row) => row.ProductId is { } product ? $"/products/{product}" : $"{Here}&item={row.Id}";

    private async Task PairAsync(long item, long? variant)
    {
        var by = await Me.GetAsync();
        if (await RunAsync(ct => Actions.PairAsync(by, Id, item, variant, ct)))
        {
            Pages.NavigateTo(Here);
            await ReloadAsync();
        }
    }

    private async Task LeaveOutAsync(long item, bool leftOut)
    {
        var by = await Me.GetAsync();
        if (await RunAsync(ct => Actions.LeaveOutAsync(by, Id, item, leftOut, ct)))
        {
            await ReloadAsync();
        }
    }
}
