using System.Text;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>Writes one association of every entity of an answer, through one prepared statement.</summary>
internal sealed class AssociationTemplate : IDisposable
{
    private readonly string api;
    private readonly string attributes;
    private readonly Association association;
    private readonly Statement? entries;
    private readonly List<(FieldTemplate Template, int Column)> fields = [];

    public AssociationTemplate(Association association, string api, SqliteConnection connection)
    {
        this.association = association;
        this.api = api;
        attributes = association.Api is null
            ? $" nodeType=\"{association.Node}\" virtualEntity=\"true\""
            : $" nodeType=\"{association.Node}\" api=\"{association.Api}\"";
        for (var i = 0; i < association.Fields.Count; i++)
        {
            if (association.Shows(association.Fields[i]))
            {
                // The path of the entry comes before the fields.
                fields.Add((new FieldTemplate(association.Fields[i], api, [], inAssociation: true), i + 1));
            }
        }

        entries = association.Sql is null ? null : new Statement(connection, association.Sql);
    }

    public void Write(PooledBuffer output, long entityId)
    {
        entries?.Bind(1, entityId);
        if (entries?.Step() != true)
        {
            output.Write($"<{association.Name}{attributes}/>\n");
            return;
        }

        output.Write($"<{association.Name}{attributes}>\n");
        do
        {
            WriteEntry(output, entries.Row);
        }
        while (entries.Step());
        output.Write($"</{association.Name}>\n");
    }

    public void Dispose() => entries?.Dispose();

    private void WriteEntry(PooledBuffer output, Row row)
    {
        var path = row.Utf8(0);
        output.Write(path.IsEmpty
            ? $"\t<{association.Node}>\n"
            : $"\t<{association.Node} xlink:href=\"{api}{Encoding.UTF8.GetString(path)}\">\n");
        foreach (var (template, column) in fields)
        {
            template.Write(output, row, column);
        }

        output.Write($"\t</{association.Node}>\n");
    }
}
