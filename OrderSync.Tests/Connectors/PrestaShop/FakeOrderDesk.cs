using System.Globalization;
using System.Net;
using System.Xml.Linq;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>
/// States and tracking numbers of a fake shop's orders. As strict as the rest of it: a PUT that leaves out a field or changes another than
/// the tracking number, a PATCH of more than that, a POST with more than order and state, or any write that changes nothing fails the test.
/// Like the real shop it does every POST again.
/// </summary>
internal sealed class FakeOrderDesk
{
    private readonly FakeShop shop;

    public FakeOrderDesk(FakeShop shop)
    {
        this.shop = shop.Without("order_carriers");
        shop.WithRow("order_states", "order_state", ("id", "2"), ("name", "Paid")).WithRow("order_states", "order_state", ("id", "4"), ("name", "Shipped"))
            .WithRow("order_states", "order_state", ("id", "5"), ("name", "Delivered")).With(new ShopOrder(731) { State = "2" });
        shop.Http.On(request => request.Address.AbsolutePath == "/api/order_histories", AnswerHistories);
        shop.Http.On(request => request.Address.AbsolutePath == "/api/order_carriers", AnswerCarriers);
    }

    /// <summary>State of each history row, the oldest first; row numbers count from 1.</summary>
    public List<(int Order, string State)> History { get; } = [(731, "10"), (731, "2")];

    public List<Dictionary<string, string>> Carriers { get; } = [CarrierRow(700, 731, "12", "")];

    public int Mails { get; private set; }

    public int Posts { get; private set; }

    /// <summary>Method of each write of a tracking number.</summary>
    public List<string> TrackingWrites { get; } = [];

    /// <summary>Answers in place of the shop, before anything is done; null lets it go on.</summary>
    public Func<SentRequest, HttpResponseMessage?> Instead { get; set; } = _ => null;

    /// <summary>What becomes of the answer to a write that is done.</summary>
    public Func<HttpResponseMessage, HttpResponseMessage> AfterWrite { get; set; } = answer => answer;

    public static Dictionary<string, string> CarrierRow(int id, int order, string carrier, string tracking) => new()
    {
        ["id"] = $"{id}",
        ["id_order"] = $"{order}",
        ["id_carrier"] = carrier,
        ["id_order_invoice"] = "745",
        ["weight"] = "0.800000",
        ["shipping_cost_tax_excl"] = "4.170000",
        ["shipping_cost_tax_incl"] = "5.000000",
        ["tracking_number"] = tracking,
        ["date_add"] = "2025-03-04 10:11:12",
    };

    /// <summary>What a person at the shop does, or a module.</summary>
    public void Move(int order, string state)
    {
        History.Add((order, state));
        shop.Orders[order] = shop.Orders[order] with { State = state };
    }

    private HttpResponseMessage AnswerHistories(SentRequest request)
    {
        if (Instead(request) is { } instead)
        {
            return instead;
        }

        if (request.Method == "GET")
        {
            var rows = History.Index().Where(row => request.Target.Contains($"filter[id_order]=[{row.Item.Order}]&", StringComparison.Ordinal));
            return List("order_histories", "order_history", rows.Select(row => HistoryFields(row.Index + 1, row.Item)));
        }

        var fields = Entity(request, "order_history", "POST");
        if (!fields.Keys.SequenceEqual(["id_order", "id_order_state"]))
        {
            throw new UnexpectedRequestException($"{request} with {request.Body}");
        }

        Posts++;
        Mails += request.Target.Contains("sendemail=1", StringComparison.Ordinal) ? 1 : 0;
        Move(int.Parse(fields["id_order"], CultureInfo.InvariantCulture), fields["id_order_state"]);
        return AfterWrite(One("order_history", HistoryFields(History.Count, History[^1]), HttpStatusCode.Created));
    }

    private HttpResponseMessage AnswerCarriers(SentRequest request)
    {
        if (Instead(request) is { } instead)
        {
            return instead;
        }

        if (request.Method == "GET")
        {
            return List("order_carriers", "order_carrier", Carriers.Where(row => request.Target.Contains($"filter[id_order]=[{row["id_order"]}]&", StringComparison.Ordinal)));
        }

        var fields = Entity(request, "order_carrier", "PUT", "PATCH", "POST");
        var stored = Carriers.Single(row => row["id"] == fields["id"]);
        var isWhole = request.Method != "PATCH" && (request.Method == "PUT" || request.Target.Contains("ps_method=PUT", StringComparison.Ordinal));
        var changed = fields.Where(field => stored[field.Key] != field.Value).Select(field => field.Key);
        if (!changed.SequenceEqual(["tracking_number"]) || (isWhole ? !fields.Keys.SequenceEqual(stored.Keys) : !fields.Keys.SequenceEqual(["id", "tracking_number"])))
        {
            throw new UnexpectedRequestException($"{request} with {request.Body}");
        }

        TrackingWrites.Add(request.Method);
        Mails += request.Target.Contains("sendemail=1", StringComparison.Ordinal) ? 1 : 0;
        stored["tracking_number"] = fields["tracking_number"];
        return AfterWrite(One("order_carrier", stored, HttpStatusCode.OK));
    }

    private static Dictionary<string, string> Entity(SentRequest request, string node, params string[] methods)
    {
        var entity = XDocument.Parse(request.Body, LoadOptions.PreserveWhitespace).Root!.Elements().Single();
        return methods.Contains(request.Method) && entity.Name.LocalName == node && entity.Nodes().All(child => child is XElement)
            ? entity.Elements().ToDictionary(field => field.Name.LocalName, field => field.Value)
            : throw new UnexpectedRequestException($"{request} with {request.Body}");
    }

    private static Dictionary<string, string> HistoryFields(int id, (int Order, string State) row) =>
        new() { ["id"] = $"{id}", ["id_employee"] = "", ["id_order_state"] = row.State, ["id_order"] = $"{row.Order}", ["date_add"] = "2026-11-21 13:00:00" };

    private HttpResponseMessage List(string resource, string node, IEnumerable<Dictionary<string, string>> rows)
    {
        var text = string.Concat(rows.Select(row => Xml(node, row)));
        return shop.Xml(FakeShop.Envelope($"<{resource}>{text}</{resource}>"));
    }

    private HttpResponseMessage One(string node, Dictionary<string, string> row, HttpStatusCode status) => shop.Xml(FakeShop.Envelope(Xml(node, row)), status);

    private static string Xml(string node, Dictionary<string, string> row) =>
        $"<{node}>{string.Concat(row.Select(field => $"<{field.Key}><![CDATA[{field.Value}]]></{field.Key}>"))}</{node}>";
}
