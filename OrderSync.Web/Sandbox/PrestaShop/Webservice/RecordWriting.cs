using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>
/// POST, PUT and PATCH of one resource, any number of records in one body. One is saved after the other and nothing is taken back: at the
/// first wrong one the answer is its error, and those before it stay. The id in the body decides, never that of the address; a field which a
/// PUT leaves out becomes empty.
/// </summary>
internal abstract class RecordWriting(ShopDatabase database, WebserviceCall call, Resource resource)
{
    protected WebserviceCall Call => call;

    protected bool IsPatch => call.Method == "PATCH";

    protected bool IsPost => call.Method == "POST";

    /// <summary>Fields that are stored; a translated one in a column for each language.</summary>
    protected IEnumerable<Field> StoredFields => resource.Fields.Where(kept => kept.IsStored);

    /// <summary>Fields which a POST or PUT must hold; the others become empty when it leaves them out.</summary>
    protected abstract IReadOnlySet<string> Required { get; }

    /// <summary>Fields which the shop shows but refuses to be given.</summary>
    protected virtual IReadOnlySet<string> ReadOnly { get; } = new HashSet<string>();

    /// <summary>The shop mails the customer; any value will do (observed 33).</summary>
    protected bool SendsMail => call.Query["sendemail"] is { Length: > 0 };

    public Answer Answer()
    {
        if (Parse() is not { } body)
        {
            var text = $"XML error : String could not be parsed as XML\nXML length : {call.Body.Length}\nOriginal XML : {call.Body}";
            return ErrorAnswer.Of(new WebserviceError(500, 127, text));
        }

        var entities = body.Root!.Elements().ToList();
        var ids = entities.Select(entity => (string?)entity.Element("id") ?? "").ToList();
        if (FaultOf(ids) is { } fault)
        {
            return ErrorAnswer.Of(fault);
        }

        var saved = new List<Dictionary<string, string>>();
        var error = database.Write(connection => SaveInTurn(connection, entities, saved));
        return error is null ? Echo(saved) : ErrorAnswer.Of(error);
    }

    protected abstract WebserviceError? Validate(Dictionary<string, string> row);

    /// <summary>Stores the row, and puts into it what the answer shows besides.</summary>
    protected abstract WebserviceError? Save(SqliteConnection connection, Dictionary<string, string> row);

    /// <summary>Takes over the associations of the body, after the row is saved; those the body does not name stay.</summary>
    protected virtual WebserviceError? Relate(SqliteConnection connection, Dictionary<string, string> row, XElement entity) => null;

    protected static bool IsWholeNumber(string value) =>
        value.Length > 0 && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && value == $"{number}";

    private WebserviceError? FaultOf(List<string> ids) => IsPost
        ? ids.Exists(id => id.Length > 0) ? new WebserviceError(400, 91, "id is forbidden when adding a new resource") : null
        : ids.Exists(id => id.Length == 0) ? new WebserviceError(400, 90, "id is required when modifying a resource")
        : ids.Distinct().Count() < ids.Count ? new WebserviceError(400, 89, "id is duplicate in request")
        : null;

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
            var row = IsPost ? [] : StoredRow(connection, LooseValue.ToInt(entity.Element("id")!.Value));
            var error = row is null ? new WebserviceError(404, 92, "Invalid ID") : Fill(row, entity) ?? Validate(row) ?? Save(connection, row) ?? Relate(connection, row, entity);
            if (error is not null)
            {
                return error;
            }

            saved.Add(row!);
        }

        return null;
    }

    private Dictionary<string, string>? StoredRow(SqliteConnection connection, int id)
    {
        string[] columns = [.. StoredFields.SelectMany(ShopSchema.ColumnsOf)];
        using var command = ShopDatabase.Command(connection, $"SELECT {string.Join(", ", columns)} FROM {resource.Name} WHERE id = $id", ("$id", id));
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? columns.Index().ToDictionary(column => column.Item, column => Convert.ToString(reader.GetValue(column.Index), CultureInfo.InvariantCulture) ?? "")
            : null;
    }

    private WebserviceError? Fill(Dictionary<string, string> row, XElement entity)
    {
        foreach (var field in resource.Fields.Skip(1))
        {
            var given = entity.Element(field.Name);
            if (given is not null && ReadOnly.Contains(field.Name))
            {
                return new WebserviceError(400, 93, $"parameter \"{field.Name}\" not writable. Please remove this attribute of this XML");
            }

            if (given is null && !IsPatch && Required.Contains(field.Name))
            {
                return new WebserviceError(400, 41, $"parameter \"{field.Name}\" required");
            }

            if (field.Translated)
            {
                FillTexts(row, field, given);
            }
            else if (field.IsStored)
            {
                row[field.Name] = given?.Value ?? (IsPatch ? row[field.Name] : "");
            }
        }

        return null;
    }

    /// <summary>Without languages a text goes to all of them; a language that is left out of a field is emptied (observed 511, 512).</summary>
    private void FillTexts(Dictionary<string, string> row, Field field, XElement? given)
    {
        var byLanguage = given?.Elements("language").ToLookup(text => (string?)text.Attribute("id"), text => text.Value);
        foreach (var language in ShopSchema.Languages)
        {
            var column = field.ColumnFor(language);
            row[column] = given is null ? IsPatch ? row[column] : ""
                : byLanguage!.Count == 0 ? given.Value
                : byLanguage[$"{language}"].LastOrDefault() ?? "";
        }
    }

    /// <summary>The rows as they were meant to be saved, which need not be what the table holds now.</summary>
    private Answer Echo(List<Dictionary<string, string>> saved)
    {
        var answer = new Answer { Status = IsPost ? StatusCodes.Status201Created : StatusCodes.Status200OK };
        answer.Body.Write(ErrorAnswer.Head);
        foreach (var row in saved)
        {
            answer.Body.Write($"<{resource.Node}>\n");
            foreach (var field in StoredFields)
            {
                Echo(answer, row, field);
            }

            answer.Body.Write($"</{resource.Node}>\n");
        }

        answer.Body.Write(ErrorAnswer.Tail);
        return answer;
    }

    private void Echo(Answer answer, Dictionary<string, string> row, Field field)
    {
        if (field.Translated)
        {
            var texts = ShopSchema.Languages.Select(language => $"<language id=\"{language}\"><![CDATA[{row[field.ColumnFor(language)]}]]></language>");
            answer.Body.Write($"\t<{field.Name}>{string.Concat(texts)}</{field.Name}>\n");
            return;
        }

        var value = row[field.Name];
        var link = field.LinksTo is null || value is "" or "0" ? "" : $" xlink:href=\"{call.Api}{field.LinksTo}/{value}\"";
        answer.Body.Write($"\t<{field.Name}{link}><![CDATA[{value}]]></{field.Name}>\n");
    }
}
