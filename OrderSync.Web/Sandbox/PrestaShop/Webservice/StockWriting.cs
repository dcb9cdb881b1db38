using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>
/// PUT and PATCH of stock_availables, any number of rows in one body. One row is saved after the other and nothing is taken back: at the
/// first wrong one the answer is its error, and those before it stay. The id in the body decides, never that of the address.
/// </summary>
internal sealed class StockWriting(ShopDatabase database, WebserviceCall call, IReadOnlyList<int> shops)
{
    private static readonly Resource Resource = CatalogueResources.StockAvailables;

    /// <summary>Fields which a PUT must hold; the others become empty when it leaves them out.</summary>
    private static readonly HashSet<string> Required = ["id_product", "id_product_attribute", "quantity", "depends_on_stock", "out_of_stock"];

    private bool IsPatch => call.Method == "PATCH";

    public Answer Answer()
    {
        if (Parse() is not { } body)
        {
            var text = $"XML error : String could not be parsed as XML\nXML length : {call.Body.Length}\nOriginal XML : {call.Body}";
            return ErrorAnswer.Of(new WebserviceError(500, 127, text));
        }

        var entities = body.Root!.Elements().ToList();
        var ids = entities.Select(entity => (string?)entity.Element("id") ?? "").ToList();
        if (ids.Exists(id => id.Length == 0))
        {
            return ErrorAnswer.Of(new WebserviceError(400, 90, "id is required when modifying a resource"));
        }

        if (ids.Distinct().Count() < ids.Count)
        {
            return ErrorAnswer.Of(new WebserviceError(400, 89, "id is duplicate in request"));
        }

        var saved = new List<Dictionary<string, string>>();
        var error = database.Write(connection => SaveInTurn(connection, entities, saved));
        return error is null ? Echo(saved) : ErrorAnswer.Of(error);
    }

    private XDocument? Parse()
    {
        // PHP puts up with xlink:href of rows which were copied from an answer without the declaration in its root.
        var names = new XmlNamespaceManager(new NameTable());
        names.AddNamespace("xlink", "http://www.w3.org/1999/xlink");
        try
        {
            using var reader = XmlReader.Create(new StringReader(call.Body), settings: null, new XmlParserContext(null, names, null, XmlSpace.None));
            return XDocument.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private WebserviceError? SaveInTurn(SqliteConnection connection, List<XElement> entities, List<Dictionary<string, string>> saved)
    {
        foreach (var entity in entities)
        {
            var row = StoredRow(connection, LooseValue.ToInt(entity.Element("id")!.Value));
            var error = row is null ? new WebserviceError(404, 92, "Invalid ID") : Fill(row, entity) ?? Validate(row) ?? Save(connection, row);
            if (error is not null)
            {
                return error;
            }

            saved.Add(row!);
        }

        return null;
    }

    private static Dictionary<string, string>? StoredRow(SqliteConnection connection, int id)
    {
        var columns = string.Join(", ", Resource.Fields.Select(field => field.Name));
        using var command = ShopDatabase.Command(connection, $"SELECT {columns} FROM stock_availables WHERE id = $id", ("$id", id));
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? Resource.Fields.Index().ToDictionary(field => field.Item.Name, field => Convert.ToString(reader.GetValue(field.Index), CultureInfo.InvariantCulture) ?? "")
            : null;
    }

    private WebserviceError? Fill(Dictionary<string, string> row, XElement entity)
    {
        foreach (var field in Resource.Fields.Skip(1))
        {
            var given = entity.Element(field.Name)?.Value;
            if (given is null && !IsPatch && Required.Contains(field.Name))
            {
                return new WebserviceError(400, 41, $"parameter \"{field.Name}\" required");
            }

            row[field.Name] = given ?? (IsPatch ? row[field.Name] : "");
        }

        return null;
    }

    private static WebserviceError? Validate(Dictionary<string, string> row)
    {
        foreach (var field in Resource.Fields.Skip(1).Where(field => field.Kind == FieldKind.Integer))
        {
            var value = row[field.Name];
            var isNumber = value.Length > 0 && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && value == $"{number}";
            var wrong = value.Length == 0 ? Required.Contains(field.Name) ? "is empty." : null
                : !isNumber || (field.Name == "depends_on_stock" && value is not ("0" or "1")) || (field.Name.StartsWith("id_", StringComparison.Ordinal) && value[0] == '-') ? "is not valid"
                : null;
            if (wrong is not null)
            {
                return new WebserviceError(400, 85, $"Validation error: \"Property StockAvailable-&gt;{field.Name} {wrong}\"");
            }

            if (field.Name == "quantity" && !int.TryParse(value, CultureInfo.InvariantCulture, out _))
            {
                return new WebserviceError(400, 85, $"Validation error: \"The range of property StockAvailable-&gt;quantity is currently {value}. It must be between -2147483648 and 2147483647.\"");
            }
        }

        return null;
    }

    private WebserviceError? Save(SqliteConnection connection, Dictionary<string, string> row)
    {
        (string, object?)[] values = [.. row.Select(field => ($"${field.Key}", (object?)(field.Key == "location" ? field.Value : LooseValue.ToLong(field.Value))))];
        const string Taken = "SELECT 1 FROM stock_availables WHERE id <> $id AND id_product = $id_product AND id_product_attribute = $id_product_attribute AND id_shop = $id_shop AND id_shop_group = $id_shop_group";
        if (ShopDatabase.Scalar(connection, Taken, values) is not null)
        {
            return WebserviceError.Crash; // a key of the table, which nobody has looked at before
        }

        ShopDatabase.Run(connection, $"UPDATE stock_availables SET {string.Join(", ", row.Keys.Skip(1).Select(name => $"{name} = ${name}"))} WHERE id = $id", values);
        if (row["id_product_attribute"] is not ("0" or ""))
        {
            const string Sum =
                """
                UPDATE stock_availables SET quantity = (SELECT COALESCE(SUM(quantity), 0) FROM stock_availables
                    WHERE id_product = $product AND id_product_attribute <> 0 AND id_shop = $shop AND id_shop_group = 0)
                WHERE id_product = $product AND id_product_attribute = 0 AND id_shop = $shop AND id_shop_group = 0
                """;
            ShopDatabase.Run(connection, Sum, ("$product", LooseValue.ToLong(row["id_product"])), ("$shop", shops[0]));
        }

        return null;
    }

    /// <summary>The rows as they were meant to be saved, which need not be what the table holds now.</summary>
    private Answer Echo(List<Dictionary<string, string>> saved)
    {
        var answer = new Answer();
        answer.Body.Write(ErrorAnswer.Head);
        foreach (var row in saved)
        {
            answer.Body.Write($"<{Resource.Node}>\n");
            foreach (var field in Resource.Fields)
            {
                var value = row[field.Name];
                var link = field.LinksTo is null || value is "" or "0" ? "" : $" xlink:href=\"{call.Api}{field.LinksTo}/{value}\"";
                answer.Body.Write($"\t<{field.Name}{link}><![CDATA[{value}]]></{field.Name}>\n");
            }

            answer.Body.Write($"</{Resource.Node}>\n");
        }

        answer.Body.Write(ErrorAnswer.Tail);
        return answer;
    }
}
