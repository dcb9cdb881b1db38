using System.Globalization;
using System.Text.Json.Nodes;
using OrderSync.Web.Sandbox.PrestaShop.Seed;

namespace OrderSync.Web.Sandbox.FrontPad;

/// <summary>What FrontPad answers to each method (contracts/frontpad.md §2), by its own reading of the fields.</summary>
public sealed class FrontPadAnswers(FrontPadBoard board, FrontPadFaults faults, SandboxClock clock)
{
    private const int Russian = 3;
    private static readonly TimeSpan FurthestAhead = TimeSpan.FromDays(30);
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

    /// <summary>Articles are the EANs of the sandbox's shop, so that its orders can be sent here.</summary>
    private static readonly IReadOnlyDictionary<string, Variant> Articles = Catalogue.Articles.ToDictionary(variant => variant.Ean);

    public JsonObject Answer(string method, IReadOnlyDictionary<string, string> fields) => method switch
    {
        "new_order" => NewOrder(fields),
        "get_status" when !faults.Meets(FrontPadFault.NoGetStatus) => Status(fields),
        "get_client" => Client(fields.GetValueOrDefault("client_phone", "")),
        "get_certificate" => Certificate(fields.GetValueOrDefault("certificate", "")),
        "get_products" => Products(Articles.Values),
        "get_stops" => Stops(),
        _ => Error("invalid_method"),
    };

    public JsonObject Error(string code) => new() { ["result"] = "error", [faults.Meets(FrontPadFault.ErrorInStatus) ? "status" : "error"] = code };

    private JsonObject NewOrder(IReadOnlyDictionary<string, string> fields)
    {
        if (faults.Meets(FrontPadFault.CashClose))
        {
            return Error("cash_close");
        }

        var keys = fields.Keys.Where(field => field.StartsWith("product[", StringComparison.Ordinal)).Select(field => field["product[".Length..^1]).ToList();
        var dropped = keys.Where(key => !Articles.ContainsKey(fields[$"product[{key}]"]) || !decimal.TryParse(fields.GetValueOrDefault($"product_kol[{key}]"), CultureInfo.InvariantCulture, out _)).ToList();
        if (keys.Count > dropped.Count && faults.Meets(FrontPadFault.DropsLastProduct))
        {
            dropped.Add(keys.Last(key => !dropped.Contains(key)));
        }
        else if (keys.Count == dropped.Count || faults.Meets(FrontPadFault.InvalidProductKeys))
        {
            return Error("invalid_product_keys");
        }

        if (faults.Meets(FrontPadFault.InvalidCertificate))
        {
            return Error("invalid_certificate");
        }

        var order = board.Add(clock.GetUtcNow(), fields, dropped);
        var reply = new JsonObject { ["result"] = "success", ["order_id"] = Text(order.Id) };
        if (!faults.Meets(FrontPadFault.NoOrderNumber))
        {
            reply["order_number"] = Text(order.Number);
        }

        var warnings = Warnings(fields, dropped);
        if (warnings.Count > 0)
        {
            reply["warnings"] = warnings;
        }

        return reply;
    }

    private JsonObject Warnings(IReadOnlyDictionary<string, string> fields, List<string> dropped)
    {
        var warnings = new JsonObject();
        if (dropped.Count > 0)
        {
            warnings["invalid_product_keys"] = List(dropped);
        }

        if (fields.TryGetValue("certificate", out var certificate) && !certificate.StartsWith("C-", StringComparison.Ordinal))
        {
            warnings["invalid_certificate"] = certificate;
        }

        if (fields.TryGetValue("datetime", out var wanted) && (faults.Meets(FrontPadFault.WarnsOfTime) ? "invalid_format" : TimeFault(wanted)) is { } fault)
        {
            warnings["invalid_datetime"] = fault;
        }

        if (faults.Meets(FrontPadFault.WarnsOfMarks))
        {
            warnings["invalid_tags"] = List(ListOf(fields, "tags"));
            warnings["invalid_hook_status"] = List(ListOf(fields, "hook_status"));
        }

        return warnings;
    }

    private string? TimeFault(string wanted) =>
        !DateTime.TryParseExact(wanted, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ? "invalid_format"
        : TimeZoneInfo.ConvertTimeToUtc(local, Zone) > clock.GetUtcNow().UtcDateTime + FurthestAhead ? "too_long_period" : null;

    private JsonObject Status(IReadOnlyDictionary<string, string> fields)
    {
        var byPhone = fields.TryGetValue("client_phone", out var phone);
        var order = byPhone ? board.Last(1000).FirstOrDefault(order => order.Field("phone") == phone)
            : long.TryParse(fields.GetValueOrDefault("order_id"), CultureInfo.InvariantCulture, out var id) ? board.Find(id) : null;
        return order is null ? Error(byPhone ? "invalid_client_phone" : "invalid_order_id") : new JsonObject { ["result"] = "success", ["status"] = BoardStatus.NameOf(order.Status) };
    }

    /// <summary>Customers are those who have ordered.</summary>
    private JsonObject Client(string phone)
    {
        if (phone.Length == 0 || board.Last(1000).FirstOrDefault(order => order.Field("phone") == phone) is not { } order)
        {
            return Error("invalid_client_phone");
        }

        var reply = new JsonObject { ["result"] = "success" };
        foreach (var field in new[] { "name", "street", "home", "pod", "et", "apart", "mail", "descr", "card" })
        {
            reply[field] = order.Field(field);
        }

        (reply["sale"], reply["score"]) = ("5", "120");
        return reply;
    }

    private JsonObject Certificate(string number) => number switch
    {
        "C-PRODUCT" => new JsonObject { ["result"] = "success", ["product_id"] = Catalogue.Articles[0].Ean, ["name"] = Catalogue.Articles[0].NameIn(Russian), ["price"] = "250" },
        "C-PERCENT" => new JsonObject { ["result"] = "success", ["sale"] = "10" },
        "C-SUM" => new JsonObject { ["result"] = "success", ["amount"] = "300" },
        _ => Error("invalid_certificate"),
    };

    private JsonObject Stops()
    {
        var stopped = Articles.Values.Where(variant => variant.Combination == 0 && variant.InitialStock == 0).ToList();
        return stopped.Count > 0 ? Products(stopped)
            : faults.Meets(FrontPadFault.NoStopsAsError) ? Error("no_stops") : new JsonObject { ["result"] = "success", ["error"] = "no_stops" };
    }

    private JsonObject Products(IEnumerable<Variant> variants)
    {
        var list = variants.ToList();
        return new JsonObject
        {
            ["result"] = "success",
            ["product_id"] = List(list.Select(variant => variant.Ean)),
            ["name"] = List(list.Select(variant => variant.NameIn(Russian))),
            ["price"] = List(list.Select(variant => variant.Price.ToString(CultureInfo.InvariantCulture))),
            ["sale"] = List(list.Select(_ => "1")),
        };
    }

    private JsonNode List(IEnumerable<string> values) => faults.Find(FrontPadFault.ListsAsArrays) is not null
        ? new JsonArray([.. values.Select(value => (JsonNode)value)])
        : new JsonObject(values.Select((value, index) => KeyValuePair.Create<string, JsonNode?>(Text(index), value)));

    private static IEnumerable<string> ListOf(IReadOnlyDictionary<string, string> fields, string name) =>
        fields.Where(field => field.Key.StartsWith(name + "[", StringComparison.Ordinal)).Select(field => field.Value);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
