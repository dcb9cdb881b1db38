using System.Globalization;

namespace OrderSync.Web.Features.Explain;

/// <summary>Addresses of the answers.</summary>
public static class ExplainLinks
{
    public static string To(string number, long? integrationId = null) => "/orders/explain?number=" + Uri.EscapeDataString(ExplainQueries.Clean(number))
        + (integrationId is { } id ? "&integration=" + id.ToString(CultureInfo.InvariantCulture) : "");
}
