using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace OrderSync.Web.Components.Layout;

/// <summary>An entry of the left navigation that is not the current one where an entry inside it is.</summary>
public sealed class SideLink : NavLink
{
    /// <summary>Path of the entry inside it; null when there is none.</summary>
    [Parameter] public string? Except { get; set; }

    protected override bool ShouldMatch(string uriAbsolute) =>
        base.ShouldMatch(uriAbsolute) && (Except is null || !new Uri(uriAbsolute).AbsolutePath.StartsWith(Except, StringComparison.OrdinalIgnoreCase));
}
