using System.Text;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>Writes the entities of one answer, row by row, straight from the database into the answer.</summary>
internal sealed class EntityWriter(Resource resource, Display display, IReadOnlyList<int> languages, string api, MalformedRecord? malformed)
{
    private readonly FieldTemplate[] fields = display.IdsOnly
        ? []
        : [.. display.Fields.Select(field => new FieldTemplate(field, api, languages, inAssociation: false))];

    private readonly byte[] open = Encoding.UTF8.GetBytes($"<{resource.Node}>\n");
    private readonly byte[] close = Encoding.UTF8.GetBytes($"</{resource.Node}>\n");
    private readonly byte[] openReference = Encoding.UTF8.GetBytes($"<{resource.Node} id=\"");
    private readonly byte[] referenceLink = Encoding.UTF8.GetBytes($"\" xlink:href=\"{api}{resource.Name}/");

    /// <summary>Writes all entities which meet the conditions and returns how many; stops beyond <paramref name="sizeLimit"/> bytes.</summary>
    public int Write(SqliteConnection connection, ListConditions conditions, PooledBuffer output, int sizeLimit)
    {
        var columns = string.Join(", ", fields.SelectMany(field => field.Columns).Prepend("main.id"));
        using var select = new Statement(connection, $"SELECT {columns} FROM {resource.Name} AS main{conditions.Sql}");
        for (var i = 0; i < conditions.Values.Count; i++)
        {
            select.Bind(i + 1, conditions.Values[i]);
        }

        AssociationTemplate[] associations = display.IdsOnly
            ? []
            : [.. display.Associations.Select(association => new AssociationTemplate(association, api, connection))];
        try
        {
            var count = 0;
            while (output.Length <= sizeLimit && select.Step())
            {
                WriteEntity(select.Row, output, associations);
                count++;
            }

            return count;
        }
        finally
        {
            Array.ForEach(associations, association => association.Dispose());
        }
    }

    private void WriteEntity(Row row, PooledBuffer output, AssociationTemplate[] associations)
    {
        if (display.IdsOnly)
        {
            WriteReference(row, output);
            return;
        }

        output.Write(open);
        WriteFields(row, output);
        if (associations.Length > 0)
        {
            var id = row.Integer(0);
            output.Write("<associations>\n"u8);
            foreach (var association in associations)
            {
                association.Write(output, id);
            }

            output.Write("</associations>\n"u8);
        }

        output.Write(close);
    }

    private void WriteFields(Row row, PooledBuffer output)
    {
        var column = 1;
        var broken = malformed?.Resource == resource.Name && malformed.Id == row.Integer(0) ? malformed.Field : null;
        foreach (var field in fields)
        {
            if (field.Field.Name == broken)
            {
                // The real shop puts values into CDATA without escaping them.
                output.Write($"\t<{broken}><![CDATA[text with ]]> and <br> in it]]></{broken}>\n");
            }
            else
            {
                field.Write(output, row, column);
            }

            column += field.Columns.Count;
        }
    }

    private void WriteReference(Row row, PooledBuffer output)
    {
        var id = row.Utf8(0);
        output.Write(openReference);
        output.Write(id);
        output.Write(referenceLink);
        output.Write(id);
        output.Write("\"/>\n"u8);
    }
}
