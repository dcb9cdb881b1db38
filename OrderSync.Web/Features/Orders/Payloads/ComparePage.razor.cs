using System.Globalization;
using Microsoft.AspNetCore.Components;
using OrderSync.Web.Components;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Orders.Payloads;

/// <summary>The difference between two moments of an order in its shop; the address names both.</summary>
public sealed partial class ComparePage
{
    private IReadOnlyList<PayloadMoment> moments = [];
    private IReadOnlyList<FieldChange>? changes;
    private PayloadMoment? earlier;
    private PayloadMoment? later;
    private string title = "";
    private long? order;

    [Parameter]
    public long IncomingOrderId { get; set; }

    private string Back => order is { } id ? $"/orders/{id}" : $"/problems/{IncomingOrderId}";

    private List<Crumb> Parents => [order is null ? new(L["Problems"], "/problems") : new(L["Orders"], "/orders"), new(title, Back)];

    protected override void OnInitialized() => Listen(Topics.Orders);

    protected override async Task LoadAsync(CancellationToken ct)
    {
        (order, var number) = await Queries.PlaceAsync(IncomingOrderId, ct);
        title = L["Order {0}", number];
        moments = await Queries.MomentsAsync(IncomingOrderId, ct);
        later = Chosen("to") ?? moments.FirstOrDefault(moment => moment.Id != Query.Number("from"));
        earlier = Chosen("from") ?? moments.FirstOrDefault(moment => moment.Id < later?.Id) ?? moments.FirstOrDefault(moment => moment.Id != later?.Id);
        changes = earlier is null || later is null ? null : await Queries.CompareAsync(IncomingOrderId, earlier.Id, later.Id, ct);
    }

    private PayloadMoment? Chosen(string name) => Query.Number(name) is { } id ? moments.FirstOrDefault(moment => moment.Id == id) : null;

    private List<FilterOption> Options(long? other) =>
        [.. moments.Where(moment => moment.Id != other).Select(moment => new FilterOption(moment.Id.ToString(CultureInfo.InvariantCulture), Said(moment)))];

    private string Said(PayloadMoment? moment) => moment is null ? "" : ViewerClock.Exact(moment.SeenAt, Clock.Zone);

    /// <summary>"Line 'Red T-shirt': Quantity"; a whole line, payment or voucher is named alone.</summary>
    private string Name(FieldChange change)
    {
        var names = change.Path.Select(name => L[FieldNames.Say(name)].Value).ToList();
        if (change.Item.Length == 0)
        {
            return string.Join(" › ", names);
        }

        var item = L["{0} '{1}'", names[0], change.Item].Value;
        return names.Count == 1 ? item : $"{item} › {string.Join(" › ", names.Skip(1))}";
    }

    private RenderFragment Value(string? text, string missing) => builder =>
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "dir", "auto");
        builder.AddAttribute(2, "class", string.IsNullOrEmpty(text) ? "os-muted" : null);
        builder.AddContent(3, text is null ? missing : text.Length == 0 ? L["empty"] : text);
        builder.CloseElement();
    };
}
