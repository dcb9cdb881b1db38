using Microsoft.AspNetCore.Components;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Components;
using OrderSync.Web.Features.Problems;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Mappings;

public sealed partial class MappingEditor
{
    private readonly Dictionary<(string Table, string Source), string?> drafts = [];
    private readonly ActionState fetch = new();
    private readonly ActionState save = new();
    private IReadOnlyList<MappingTable>? tables;
    private SavedMappings? retried;
    private string search = "";

    [Parameter, EditorRequired]
    public required long IntegrationId { get; set; }

    [Parameter]
    public bool MayEdit { get; set; }

    [Inject]
    private MappingQueries Queries { get; set; } = null!;

    [Inject]
    private MappingActions Actions { get; set; } = null!;

    [Inject]
    private CurrentActor Who { get; set; } = null!;

    [Inject]
    private QueryState Query { get; set; } = null!;

    [Inject]
    private Ask Ask { get; set; } = null!;

    [Inject]
    private Toasts Toasts { get; set; } = null!;

    private MappingTable? Table => tables?.FirstOrDefault(table => table.Offer.Table == Query["table"]) ?? tables?.FirstOrDefault();

    private string Show => Query["show"] ?? "";

    protected override void OnInitialized() => Listen(Topics.Integrations, Topics.Orders);

    protected override async Task OnInitializedAsync() => await RefreshAsync();

    protected override async Task RefreshAsync() => tables = await Queries.TablesAsync(IntegrationId, Gone);

    private bool IsHere(string address) => Query.Keeps(address, "tab");

    private IEnumerable<(string Key, string Title, int Count)> Shows(MappingTable table)
    {
        var unmapped = UnmappedOf(table);
        return table.Offer is { IsBack: true, Typed: null }
            ? [("", L["All"], table.Rows.Count), ("mapped", table.Offer.Targets.Count > 0 ? L["Told"] : L["Sent"], table.Rows.Count - unmapped), ("unmapped", table.Offer.Targets.Count > 0 ? L["Not told"] : L["Left as it is"], unmapped)]
            : [("", L["All"], table.Rows.Count), ("mapped", L["Mapped"], table.Rows.Count - unmapped), ("unmapped", L["Unmapped"], unmapped)];
    }

    private int UnmappedOf(MappingTable table) => table.Rows.Count(row => TargetOf(table, row) is null);

    private int Suggested(MappingTable table) => table.Rows.Count(row => row.Suggestion is not null && TargetOf(table, row) is null);

    /// <summary>A row that was just given a target stays where it is until it is saved: nothing jumps while one is working.</summary>
    private IEnumerable<MappingRow> Shown(MappingTable table) => table.Rows
        .Where(row => Show switch { "mapped" => row.Target is not null, "unmapped" => row.Target is null, _ => true })
        .Where(row => search.Trim() is not { Length: > 0 } words
            || row.SourceName.Contains(words, StringComparison.CurrentCultureIgnoreCase)
            || row.Source.Contains(words, StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(row => IsAsked(table, row));

    /// <summary>The value a link from a problem leads to.</summary>
    private bool IsAsked(MappingTable table, MappingRow row) => row.Source == Query["source"] && table.Offer.Table == Query["table"];

    private string WaitingHref(MappingTable table, MappingRow row) => ProblemLinks.Orders(row.Target is not null && table.Offer.Table == MappingTables.OrderStatuses
        ? new ProblemFilter { State = IncomingState.Waiting, IntegrationId = IntegrationId, ExternalStatus = row.Source }
        : new ProblemFilter { State = IncomingState.Problem, IntegrationId = IntegrationId, Table = table.Offer.Table, Source = row.Source });

    private string? TargetOf(MappingTable table, MappingRow row) =>
        drafts.TryGetValue((table.Offer.Table, row.Source), out var draft) ? draft : row.Target;

    private bool IsChanged(MappingTable table, MappingRow row) => drafts.ContainsKey((table.Offer.Table, row.Source));

    private void Edit(MappingTable table, MappingRow row, string? target)
    {
        retried = null;
        var key = (table.Offer.Table, row.Source);
        if (target == row.Target)
        {
            drafts.Remove(key);
        }
        else
        {
            drafts[key] = target;
        }
    }

    private async Task UseAllAsync(MappingTable table)
    {
        var open = table.Rows.Where(row => row.Suggestion is not null && TargetOf(table, row) is null).ToList();
        if (await Ask.ConfirmAsync(
            L["Fill in the suggestions?"],
            L.Plural(
                open.Count,
                "1 value gets the target that is proposed for it, for you to look over. Nothing is saved, and no order is touched, until you save.",
                "{0} values get the target that is proposed for them, for you to look over. Nothing is saved, and no order is touched, until you save."),
            L["Fill them in"]))
        {
            open.ForEach(row => Edit(table, row, row.Suggestion!.Target));
        }
    }

    private async Task FetchAsync()
    {
        var actor = await Who.GetAsync();
        var (done, fetched) = await RunAsync(fetch, ct => Actions.FetchAsync(actor, IntegrationId, ct));
        if (done)
        {
            var found = L.Plural(fetched!.Found, "The shop has 1 value.", "The shop has {0} values.");
            Toasts.Done(found + " " + (fetched.New == 0 ? L["None is new."] : L.Plural(fetched.New, "1 is new.", "{0} are new.")));
            await RefreshAsync();
        }
    }

    private async Task SaveAsync()
    {
        var actor = await Who.GetAsync();
        retried = null;
        var (saved, retrying) = (0, new SavedMappings(0, 0, null, null));
        foreach (var table in tables!.Where(table => drafts.Keys.Any(key => key.Table == table.Offer.Table)).ToList())
        {
            var (done, result) = await RunAsync(save, ct => Actions.SaveAsync(actor, IntegrationId, table.Offer.Table, ChangesOf(table), ct));
            if (!done)
            {
                break; // its drafts stay, with the reason below
            }

            foreach (var key in drafts.Keys.Where(key => key.Table == table.Offer.Table).ToList())
            {
                drafts.Remove(key);
            }

            saved += result!.Saved;
            retrying = new SavedMappings(0, retrying.Retrying + result.Retrying, result.RunId ?? retrying.RunId, result.Held ?? retrying.Held);
        }

        retried = retrying.Retrying > 0 ? retrying : null;
        if (saved > 0)
        {
            var done = L.Plural(saved, "1 mapping saved.", "{0} mappings saved.");
            Toasts.Done(retrying.Retrying == 0 ? done : done + " " + L["Orders being retried: {0}", retrying.Retrying]);
        }

        await RefreshAsync();
    }

    private List<MappingChange> ChangesOf(MappingTable table) =>
    [
        .. table.Rows.Where(row => IsChanged(table, row)).Select(row => new MappingChange(row.Source, drafts[(table.Offer.Table, row.Source)], Stamp: row.Stamp)),
    ];
}
