using System.Globalization;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>GET of a list or of one entity.</summary>
internal sealed class EntityReading(ShopDatabase database, Resource resource, WebserviceCall call, IReadOnlyList<int> shops)
{
    private const string SelectSchema =
        "Please select a schema of type 'synopsis' to get the whole schema informations (which fields are required, "
        + "which kind of content...) or 'blank' to get an empty schema to fill before using POST request";

    private readonly string idText = call.Path.Split('/').ElementAtOrDefault(1) ?? "";

    private bool IsList => idText.Length == 0;

    public Answer Answer(int sizeLimit)
    {
        var (languages, error) = LanguageSelection.Read(call.Query["language"]);
        var (display, displayError) = Display.Read(resource, call.Query["display"], IsList);
        var conditions = new ListConditions();
        error = error ?? Schema() ?? displayError ?? (IsList ? ListQuery.Read(resource, call.Query, conditions) : null);
        if (error is not null)
        {
            return ErrorAnswer.Of(error);
        }

        Restrict(conditions);
        var answer = new Answer();
        var writer = new EntityWriter(resource, display, languages, call.Api, call.Malformed);
        error = Write(writer, conditions, answer.Body, sizeLimit);
        if (error is null)
        {
            return answer;
        }

        answer.Dispose();
        return ErrorAnswer.Of(error);
    }

    private WebserviceError? Schema() => call.Query["schema"] is null ? null : new(400, 28, SelectSchema);

    private void Restrict(ListConditions conditions)
    {
        if (!IsList)
        {
            conditions.Require(string.Create(CultureInfo.InvariantCulture, $"main.id = {LooseValue.ToInt(idText)}"));
        }

        if (!IsList && resource.SingleFilter is { } seen)
        {
            conditions.Require(seen);
        }

        // A single order or customer is given whatever the shop of the call; a product is not.
        if (resource.ShopFilter is { } filter && (IsList || resource.ClassCheckedByShop is not null))
        {
            conditions.Require(filter.Replace("{shops}", string.Join(", ", shops), StringComparison.Ordinal));
        }
    }

    private WebserviceError? Write(EntityWriter writer, ListConditions conditions, PooledBuffer body, int sizeLimit)
    {
        body.Write(ErrorAnswer.Head);
        if (IsList)
        {
            body.Write($"<{resource.Name}>\n");
        }

        using var connection = database.OpenForReading();
        var count = writer.Write(connection, conditions, body, sizeLimit);
        if (body.Length > sizeLimit)
        {
            return WebserviceError.Crash;
        }

        if (!IsList && count == 0)
        {
            return Missing(connection);
        }

        body.Write(IsList ? $"</{resource.Name}>\n" : "");
        body.Write(ErrorAnswer.Tail);
        return null;
    }

    private WebserviceError Missing(SqliteConnection connection)
    {
        var id = LooseValue.ToInt(idText);
        var elsewhere = resource.ClassCheckedByShop is not null
            && ShopDatabase.Scalar(connection, $"SELECT 1 FROM {resource.Name} WHERE id = $id", ("$id", id)) is not null;
        return elsewhere
            ? new(404, 131, string.Create(CultureInfo.InvariantCulture, $"This {resource.ClassCheckedByShop} ({id}) does not exists on this shop"))
            : WebserviceError.NotFound;
    }
}
