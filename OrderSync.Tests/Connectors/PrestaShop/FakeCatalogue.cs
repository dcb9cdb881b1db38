using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>
/// The products of a fake shop. As strict as the rest of it: a PUT that leaves out a field, names one the shop refuses or an association, a
/// PATCH that names more than prices and texts, and a text that drops a language fail the test.
/// </summary>
internal sealed partial class FakeCatalogue
{
    private static readonly string[] NotWritable = ["manufacturer_name", "quantity", "position_in_category"];
    private static readonly string[] Changeable = ["price", "name", "description", "description_short"];
    private readonly FakeShop shop;

    public FakeCatalogue(FakeShop shop, params int[] ids)
    {
        this.shop = shop;
        foreach (var id in ids)
        {
            Products[id] = Product(id);
        }

        shop.WithRow("languages", "language", ("id", "1"), ("iso_code", "en"), ("language_code", "en-us"))
            .WithRow("languages", "language", ("id", "2"), ("iso_code", "pl"), ("language_code", "pl-pl"))
            .WithXml("configurations", "<configuration><id><![CDATA[1]]></id><name><![CDATA[PS_LANG_DEFAULT]]></name><value><![CDATA[2]]></value></configuration>")
            .WithXml("configurations", "<configuration><id><![CDATA[2]]></id><name><![CDATA[PS_COUNTRY_DEFAULT]]></name><value><![CDATA[14]]></value></configuration>")
            .WithRow("tax_rules", "tax_rule", ("id", "1"), ("id_tax_rules_group", "3"), ("id_state", "0"), ("zipcode_from", "0"), ("id_tax", "5"), ("behavior", "0"), ("id_country", "14"))
            .WithRow("taxes", "tax", ("id", "5"), ("rate", "23.000"));
        shop.Http.On(request => request.Address.AbsolutePath == "/api/products", Answer);
        shop.Http.On(request => request.Address.AbsolutePath.StartsWith("/api/images/products/", StringComparison.Ordinal), AnswerImage);
    }

    public SortedDictionary<int, XElement> Products { get; } = [];

    /// <summary>Requests that were to change something, as "PATCH 1,2".</summary>
    public List<string> Writes { get; } = [];

    public Func<SentRequest, HttpResponseMessage?> Instead { get; set; } = _ => null;

    public Func<int, HttpResponseMessage?> StopAt { get; set; } = _ => null;

    public Func<HttpResponseMessage, HttpResponseMessage> AfterWrite { get; set; } = answer => answer;

    public string Text(int id, string field, int language = 2) =>
        Products[id].Element(field)!.Elements("language").Single(text => (int)text.Attribute("id")! == language).Value;

    public string[] Images(int id) => [.. Products[id].Element("associations")!.Element("images")!.Elements().Select(image => image.Element("id")!.Value)];

    public static XElement Product(int id) => XElement.Parse(
        $"""
        <product><id>{id}</id><id_manufacturer>4</id_manufacturer><id_tax_rules_group>3</id_tax_rules_group><position_in_category>7</position_in_category>
        <manufacturer_name>Acme</manufacturer_name><quantity>0</quantity><reference> REF "{id}" &amp; </reference><active>1</active><state>1</state>
        <price>10.000000</price><ecotax>0.000000</ecotax><date_add>2026-01-01 10:00:00</date_add>
        <name><language id="1">Name {id}</language><language id="2">Nazwa {id}</language></name>
        <link_rewrite><language id="1">name-{id}</language><language id="2">nazwa-{id}</language></link_rewrite>
        <description><language id="1"> &lt;p&gt;Long {id}&lt;/p&gt;
         </language><language id="2">&lt;p&gt;Opis {id}&lt;/p&gt;</language></description>
        <description_short><language id="1"></language><language id="2"></language></description_short>
        <associations><categories><category><id>2</id></category></categories><images><image><id>{id * 10}</id></image></images></associations></product>
        """);

    private HttpResponseMessage Answer(SentRequest request)
    {
        if (Instead(request) is { } instead)
        {
            return instead;
        }

        return request.Method == "GET" ? Read(request) : Write(request, request.Target.Contains("ps_method=PUT", StringComparison.Ordinal) ? "PUT" : request.Method);
    }

    private HttpResponseMessage Read(SentRequest request)
    {
        var query = request.Address.Query.TrimStart('?').Split('&').Select(part => part.Split('=', 2)).ToDictionary(
            part => Uri.UnescapeDataString(part[0]), part => Uri.UnescapeDataString(part[1]));
        var rows = Products.Values.AsEnumerable();
        rows = query switch
        {
            _ when query.TryGetValue("filter[id]", out var ids) && OneOf().Match(ids) is { Success: true } list => rows.Where(row => list.Groups[1].Value.Split('|').Contains(row.Element("id")!.Value)),
            _ when query.TryGetValue("filter[reference]", out var reference) && OneOf().Match(reference) is { Success: true } one => rows.Where(row => row.Element("reference")!.Value == one.Groups[1].Value),
            _ => throw new UnexpectedRequestException(request.ToString()),
        };
        var fields = query["display"] == "full" ? null : query["display"].Trim('[', ']').Split(',');
        var shown = rows.Select(row => fields is null ? row : Narrow(row, [.. fields.Select(field => field.Split('[')[0])], fields.Any(field => field.StartsWith("images", StringComparison.Ordinal))));
        return shop.Xml(FakeShop.Envelope($"<products>{string.Concat(shown)}</products>"));
    }

    private static XElement Narrow(XElement row, string[] fields, bool images) => new(
        "product", row.Elements().Where(field => fields.Contains(field.Name.LocalName)), images ? new XElement("associations", row.Element("associations")!.Element("images")) : null);

    private HttpResponseMessage Write(SentRequest request, string method)
    {
        var entities = XDocument.Parse(request.Body, LoadOptions.PreserveWhitespace).Root!.Elements().ToList();
        Writes.Add($"{method} {string.Join(',', entities.Select(entity => entity.Element("id")?.Value))}");
        var saved = new List<XElement>();
        foreach (var entity in entities)
        {
            var id = method == "POST" ? Products.Keys.LastOrDefault() + 1 : (int)entity.Element("id")!;
            if (method != "POST")
            {
                Check(entity, method, request);
            }

            if (StopAt(id) is { } stopped)
            {
                return stopped;
            }

            saved.Add(Products[id] = method == "POST" ? New(entity, id) : Changed(Products[id], entity));
        }

        return AfterWrite(shop.Xml(FakeShop.Envelope(string.Concat(saved)), method == "POST" ? HttpStatusCode.Created : HttpStatusCode.OK));
    }

    private void Check(XElement entity, string method, SentRequest request)
    {
        var stored = Products[(int)entity.Element("id")!];
        var different = entity.Elements().Where(field => !XNode.DeepEquals(field, stored.Element(field.Name))).Select(field => field.Name.LocalName).ToList();
        var expected = stored.Elements().Select(field => field.Name.LocalName).Where(name => name != "associations" && !NotWritable.Contains(name)).Order();
        var languages = entity.Elements().Where(field => stored.Element(field.Name)?.Elements("language").Count() is > 0 and var all && field.Elements("language").Count() != all);
        var isWhole = method != "PUT" || entity.Elements().Select(field => field.Name.LocalName).Order().SequenceEqual(expected);
        if (!isWhole || different.Count == 0 || different.Except(Changeable).Any() || languages.Any() || (method == "PATCH" && different.Count != entity.Elements().Count() - 1))
        {
            throw new UnexpectedRequestException($"{request} with {entity}");
        }
    }

    private static XElement Changed(XElement stored, XElement entity)
    {
        var changed = new XElement(stored);
        foreach (var field in entity.Elements())
        {
            changed.Element(field.Name)!.ReplaceWith(field);
        }

        return changed;
    }

    private static XElement New(XElement entity, int id)
    {
        var made = new XElement(entity);
        made.AddFirst(new XElement("id", id));
        made.Element("associations")?.Add(new XElement("images"));
        return made;
    }

    private HttpResponseMessage AnswerImage(SentRequest request)
    {
        if (Instead(request) is { } instead)
        {
            return instead;
        }

        var product = int.Parse(request.Address.Segments[^1]);
        var isForm = request.Headers["Content-Type"].StartsWith("multipart/form-data; boundary=", StringComparison.Ordinal)
            && request.Body.Contains("Content-Disposition: form-data; name=\"image\"; filename=\"picture.png\"\r\n", StringComparison.Ordinal);
        if (request.Method != "POST" || !isForm)
        {
            throw new UnexpectedRequestException(request.ToString());
        }

        Writes.Add($"image {product}");
        var id = (product * 10) + Images(product).Length;
        Products[product].Element("associations")!.Element("images")!.Add(new XElement("image", new XElement("id", id)));
        return AfterWrite(shop.Xml(FakeShop.Envelope($"<image><id>{id}</id><id_product>{product}</id_product></image><content encode=\"base64\">AAAA</content>")));
    }

    [GeneratedRegex(@"^\[([^\[\],]+)\]$")]
    private static partial Regex OneOf();
}
