using System.Net;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>Which shops a call means.</summary>
public static class ShopContext
{
    private static readonly string[] GroupNames = ["id_group_shop", "id_shop_group"];

    /// <summary>The shops of the call; null when <c>id_shop</c> names none, which sends the caller to the front page.</summary>
    public static IReadOnlyList<int>? Read(PhpQuery query, IReadOnlyList<int> existing) => query["id_shop"] switch
    {
        null => GroupNames.Any(name => query[name] is not null) ? existing : [existing[0]],
        "all" => existing,
        var text => existing.Contains(LooseValue.ToInt(text)) ? [LooseValue.ToInt(text)] : null,
    };

    public static string FrontPage(WebserviceCall call)
    {
        var rest = call.Query.Pairs.Where(pair => pair.Name != "id_shop").Prepend(("url", call.Path));
        return $"{call.ShopUrl}?{string.Join('&', rest.Select(pair => $"{WebUtility.UrlEncode(pair.Item1)}={WebUtility.UrlEncode(pair.Item2)}"))}";
    }
}
