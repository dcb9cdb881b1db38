using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>
/// A PrestaShop webservice as far as the connector may use it. Strict: a parameter or filter that the contract does not prove, a resource
/// without prepared rows, a request without key or shop fails the test.
/// </summary>
internal sealed partial class FakeShop
{
    public const string Url = "https://shop.example.com";
    public const string Key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    private readonly Dictionary<string, List<string>> rows = [];

    public FakeShop() => Http.On(request => request.Address.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal), AnswerList);

    public StrictHttp Http { get; } = new();

    public SortedDictionary<long, ShopOrder> Orders { get; } = [];

    public string Version { get; set; } = "8.1.2";

    public DateTimeOffset Time { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Changes a list's answer, for example to break it; null leaves it.</summary>
    public Func<SentRequest, string, HttpResponseMessage?>? Spoil { get; set; }

    public IReadOnlyList<string> Requests => [.. Http.Sent.Select(request => request.Target)];

    public FakeShop With(params IEnumerable<ShopOrder> orders)
    {
        foreach (var order in orders)
        {
            Orders[order.Id] = order;
        }

        return this;
    }

    public FakeShop WithRow(string resource, string element, params (string Name, string Value)[] fields) =>
        WithXml(resource, $"<{element}>{string.Concat(fields.Select(field => $"<{field.Name}><![CDATA[{field.Value}]]></{field.Name}>"))}</{element}>");

    /// <summary>A record as it goes over the wire; records of one list are given in the order of their ids.</summary>
    public FakeShop WithXml(string resource, string record)
    {
        (rows.TryGetValue(resource, out var found) ? found : rows[resource] = []).Add(record);
        return this;
    }

    /// <summary>A list that may be asked for, and has no records so far.</summary>
    public FakeShop WithRows(string resource)
    {
        rows.TryAdd(resource, []);
        return this;
    }

    public FakeShop Without(string resource)
    {
        rows.Remove(resource);
        return this;
    }

    /// <summary>A shop with one customer, address, carrier, currency and country, as most tests want it.</summary>
    public static FakeShop Usual() => new FakeShop()
        .WithRow("customers", "customer", ("id", "7"), ("firstname", "Żaneta"), ("lastname", "Śliwińska"), ("email", "zaneta@example.com"), ("is_guest", "0"))
        .WithRow("addresses", "address", ("id", "70"), ("id_country", "14"), ("id_state", "0"), ("firstname", "Żaneta"), ("lastname", "Śliwińska"),
            ("address1", "ul. Świętej 15/2"), ("postcode", "90-001"), ("city", "Łódź"), ("phone", "+48 600 100 114"), ("phone_mobile", ""))
        .WithRow("carriers", "carrier", ("id", "12"), ("id_reference", "5"), ("name", "Kurier 24"), ("deleted", "0"))
        .WithRow("currencies", "currency", ("id", "1"), ("iso_code", "PLN"), ("precision", "2"))
        .WithRow("countries", "country", ("id", "14"), ("iso_code", "PL"))
        .WithRow("order_carriers", "order_carrier")
        .WithRow("order_payments", "order_payment");

    public HttpResponseMessage Xml(string body, HttpStatusCode status = HttpStatusCode.OK) => StrictHttp.Answer(status, body, "text/xml;charset=utf-8", Headers());

    public HttpResponseMessage Error(HttpStatusCode status, int code, string message = "wrong") => Xml(
        Envelope($"<errors><error><code><![CDATA[{code}]]></code><message><![CDATA[{message}]]></message></error></errors>"), status);

    public static string Envelope(string content) =>
        $"""<?xml version="1.0" encoding="UTF-8"?>{"\n"}<prestashop xmlns:xlink="http://www.w3.org/1999/xlink">{"\n"}{content}{"\n"}</prestashop>{"\n"}""";

    public static string OrderXml(ShopOrder order, string display) => OrderText.Write(order, display);

    private HttpResponseMessage AnswerList(SentRequest request)
    {
        var resource = request.Address.AbsolutePath["/api/".Length..];
        var query = request.Address.Query.TrimStart('?').Split('&').Select(part => part.Split('=', 2)).ToDictionary(
            part => Uri.UnescapeDataString(part[0]), part => Uri.UnescapeDataString(part[1]));
        CheckAccess(request, query);
        var list = resource == "orders" ? OrderRows(request, query) : OtherRows(request, resource, query);
        var body = Envelope(list.Length == 0 ? $"<{resource}></{resource}>" : $"<{resource}>{string.Join("\n", list)}</{resource}>");
        return Spoil?.Invoke(request, body) ?? Xml(body);
    }

    private static void CheckAccess(SentRequest request, Dictionary<string, string> query)
    {
        var basic = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(Key + ":"));
        var known = query.ContainsKey("filter[date_upd]") == query.ContainsKey("date") && query.Keys.All(name => name is "date" or "display" or "sort" or "limit" or "id_shop" or "ws_key" || name.StartsWith("filter[", StringComparison.Ordinal));
        if (!known || (request.Authorization != basic && query.GetValueOrDefault("ws_key") != Key) || request.Address.AbsoluteUri.Length > 4000)
        {
            throw new UnexpectedRequestException(request.ToString());
        }
    }

    private string[] OrderRows(SentRequest request, Dictionary<string, string> query)
    {
        IEnumerable<ShopOrder> orders = Orders.Values;
        if (query.TryGetValue("filter[id]", out var filter))
        {
            orders = Above().Match(filter) is { Success: true } above
                ? orders.Where(order => order.Id > long.Parse(above.Groups[1].Value))
                : OneOf().Match(filter) is { Success: true } list
                    ? orders.Where(order => list.Groups[1].Value.Split('|').Contains(order.Id.ToString()))
                    : throw new UnexpectedRequestException(request.ToString());
        }

        if (query.TryGetValue("filter[date_upd]", out var since))
        {
            orders = Later().Match(since) is { Success: true } later
                ? orders.Where(order => string.CompareOrdinal(order.ChangedAt, later.Groups[1].Value) > 0)
                : throw new UnexpectedRequestException(request.ToString());
        }

        orders = query.GetValueOrDefault("sort") == "[id_DESC]" ? orders.Reverse() : orders;
        orders = query.TryGetValue("limit", out var limit) ? orders.Take(int.Parse(limit)) : orders;
        return [.. orders.Select(order => OrderXml(order, query["display"]))];
    }

    private string[] OtherRows(SentRequest request, string resource, Dictionary<string, string> query)
    {
        if (!rows.TryGetValue(resource, out var list))
        {
            throw new UnexpectedRequestException(request.ToString());
        }

        IEnumerable<string> left = list;
        foreach (var (name, value) in query.Where(part => part.Key.StartsWith("filter[", StringComparison.Ordinal)))
        {
            var field = name["filter[".Length..^1];
            var matches = Above().Match(value) is { Success: true } above && field == "id" ? (Func<string, bool>)(row => IdOf(row) > long.Parse(above.Groups[1].Value))
                : OneOf().Match(value) is { Success: true } oneOf ? row => oneOf.Groups[1].Value.Split('|').Any(key => row.Contains($"<{field}><![CDATA[{key}]]>", StringComparison.Ordinal))
                : throw new UnexpectedRequestException(request.ToString());
            left = left.Where(matches);
        }

        left = query.GetValueOrDefault("sort") == "[id_DESC]" ? left.Reverse() : left;
        left = query.TryGetValue("limit", out var limit) ? left.Take(int.Parse(limit)) : left;
        return [.. query.GetValueOrDefault("display") == "[id]" ? left.Select(row => $"<row><id><![CDATA[{IdOf(row)}]]></id></row>") : left];
    }

    private static long IdOf(string row) => long.Parse(row.Split("<id><![CDATA[", 2)[1].Split(']', 2)[0]);

    private Dictionary<string, string> Headers() => new()
    {
        ["PSWS-Version"] = Version,
        ["Access-Time"] = Time.ToUnixTimeSeconds().ToString(),
        ["Execution-Time"] = "0.004",
    };

    [GeneratedRegex(@"^>\[(\d+)\]$")]
    private static partial Regex Above();

    [GeneratedRegex(@"^>\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\]$")]
    private static partial Regex Later();

    [GeneratedRegex(@"^\[([^\[\],]+)\]$")]
    private static partial Regex OneOf();
}
