using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Importing;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Problems;

/// <summary>Addresses of the problem pages, and back.</summary>
public static class ProblemLinks
{
    /// <summary>The list of the orders a filter stands for.</summary>
    public static string Orders(ProblemFilter filter)
    {
        (string Name, string? Value)[] parts =
        [
            ("state", filter.State is { } state ? QueryState.Slug(state) : null),
            ("cause", filter.Cause?.ToKebab()),
            ("integration", filter.IntegrationId?.ToString(CultureInfo.InvariantCulture)),
            ("table", filter.Table),
            ("source", filter.Source),
            ("shop-status", filter.ExternalStatus),
        ];
        return "/problems/orders?" + string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
    }

    /// <summary>The page of one order: of the imported one once there is one.</summary>
    public static string Order(IncomingRow row) => row.OrderId is { } order ? $"/orders/{order}" : $"/problems/{row.Id}";

    /// <summary>The filter an address stands for.</summary>
    public static ProblemFilter Read(QueryState query) => new()
    {
        State = query.Enum<Domain.Orders.IncomingState>("state"),
        Cause = query["cause"] is { } cause ? DecisionCauseNames.Parse(cause) : null,
        IntegrationId = query.Number("integration"),
        Table = query["table"],
        Source = query["source"],
        ExternalStatus = query["shop-status"],
    };
}
