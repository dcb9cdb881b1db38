using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>A row of stock in the fake shop.</summary>
internal sealed record FakeStockRow(int Id, int Product, int Variant, int Quantity)
{
    public int Shop { get; init; } = 1;

    public int Group { get; init; }

    public int Managed { get; init; }

    public int OutOfStock { get; init; } = 2;

    public string Location { get; init; } = "";

    public IEnumerable<(string Name, string Value)> Fields =>
    [
        ("id", $"{Id}"), ("id_product", $"{Product}"), ("id_product_attribute", $"{Variant}"), ("id_shop", $"{Shop}"), ("id_shop_group", $"{Group}"),
        ("quantity", $"{Quantity}"), ("depends_on_stock", $"{Managed}"), ("out_of_stock", $"{OutOfStock}"), ("location", Location),
    ];

    public string Xml => $"<stock_available>{string.Concat(Fields.Select(pair => $"<{pair.Name}><![CDATA[{pair.Value}]]></{pair.Name}>"))}</stock_available>";
}

/// <summary>
/// The stock of a fake shop: rows are read, and written one after the other as PrestaShop does. As strict as the rest of it: a write that
/// leaves out a field, changes another than the quantity or nothing at all fails the test.
/// </summary>
internal sealed partial class FakeStock
{
    private const string NarrowFields = "[id,id_product,id_product_attribute,id_shop,id_shop_group,quantity,depends_on_stock]";
    private readonly FakeShop shop;

    public FakeStock(FakeShop shop, params FakeStockRow[] rows)
    {
        this.shop = shop;
        foreach (var row in rows)
        {
            Rows[row.Id] = row;
        }

        shop.WithRow("products", "product", ("id", $"{rows.Select(row => row.Product).DefaultIfEmpty(1).Max()}"));
        shop.Http.On(request => request.Address.AbsolutePath == "/api/stock_availables", Answer);
    }

    public SortedDictionary<int, FakeStockRow> Rows { get; } = [];

    public int Reads { get; private set; }

    /// <summary>The rows of each request to write.</summary>
    public List<int[]> Writes { get; } = [];

    /// <summary>Answers in place of the shop, before anything is done; null lets it go on.</summary>
    public Func<SentRequest, HttpResponseMessage?> Instead { get; set; } = _ => null;

    /// <summary>Ends a write at a row, those before it being saved; null saves it.</summary>
    public Func<FakeStockRow, HttpResponseMessage?> StopAt { get; set; } = _ => null;

    /// <summary>What becomes of the answer to a write that is done.</summary>
    public Func<HttpResponseMessage, HttpResponseMessage> AfterWrite { get; set; } = answer => answer;

    public HttpResponseMessage EmptyServerError { get; } = new(HttpStatusCode.InternalServerError) { Content = new ByteArrayContent([]) };

    private HttpResponseMessage Answer(SentRequest request)
    {
        if (request.Method == "GET")
        {
            Reads++;
        }

        if (Instead(request) is { } instead)
        {
            return instead;
        }

        var isPut = request.Method == "PUT" || (request.Method == "POST" && request.Target.Contains("ps_method=PUT", StringComparison.Ordinal));
        return request.Method == "GET" ? Read(request) : isPut ? Write(request) : throw new UnexpectedRequestException(request.ToString());
    }

    private HttpResponseMessage Read(SentRequest request)
    {
        var query = request.Address.Query.TrimStart('?').Split('&').Select(part => part.Split('=', 2)).ToDictionary(
            part => Uri.UnescapeDataString(part[0]), part => Uri.UnescapeDataString(part[1]));
        var rows = Rows.Values.AsEnumerable();
        foreach (var (name, value) in query)
        {
            rows = name switch
            {
                "display" when value is "full" or NarrowFields => rows,
                "id_shop" => rows,
                "sort" when value == "[id_product_ASC,id_ASC]" => rows.OrderBy(row => row.Product).ThenBy(row => row.Id),
                "sort" when value == "[id_ASC]" => rows.OrderBy(row => row.Id),
                "limit" => rows,
                "filter[id]" when Above().Match(value) is { Success: true } above => rows.Where(row => row.Id > int.Parse(above.Groups[1].Value)),
                "filter[id_product]" when Above().Match(value) is { Success: true } above => rows.Where(row => row.Product > int.Parse(above.Groups[1].Value)),
                "filter[id_product]" when OneOf().Match(value) is { Success: true } list => rows.Where(row => list.Groups[1].Value.Split('|').Contains($"{row.Product}")),
                _ => throw new UnexpectedRequestException(request.ToString()),
            };
        }

        return shop.Xml(FakeShop.Envelope($"<stock_availables>{string.Concat(rows.Take(int.Parse(query["limit"])).Select(row => row.Xml))}</stock_availables>"));
    }

    private HttpResponseMessage Write(SentRequest request)
    {
        var entities = XDocument.Parse(request.Body).Root!.Elements().ToList();
        Writes.Add([.. entities.Select(entity => (int)entity.Element("id")!)]);
        var saved = new List<FakeStockRow>();
        foreach (var entity in entities)
        {
            if (!Rows.TryGetValue((int)entity.Element("id")!, out var row))
            {
                return shop.Error(HttpStatusCode.NotFound, 92, "Invalid ID");
            }

            Check(row, entity, request);
            if (StopAt(row) is { } stopped)
            {
                return stopped;
            }

            saved.Add(Rows[row.Id] = row with { Quantity = (int)entity.Element("quantity")! });
        }

        return AfterWrite(shop.Xml(FakeShop.Envelope(string.Concat(saved.Select(row => row.Xml)))));
    }

    private static void Check(FakeStockRow row, XElement entity, SentRequest request)
    {
        var given = entity.Elements().Select(field => (field.Name.LocalName, field.Value)).ToList();
        var different = given.Zip(row.Fields).Where(pair => pair.First != pair.Second).Select(pair => pair.Second.Name).ToList();
        if (given.Count != row.Fields.Count() || different is not ["quantity"])
        {
            throw new UnexpectedRequestException($"{request} with {entity}");
        }
    }

    [GeneratedRegex(@"^>\[(\d+)\]$")]
    private static partial Regex Above();

    [GeneratedRegex(@"^\[([^\[\],]+)\]$")]
    private static partial Regex OneOf();
}
