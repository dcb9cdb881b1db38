using Microsoft.AspNetCore.Components;

namespace OrderSync.Web.Components.Layout;

/// <summary>A component that a feature puts into the top bar; the layout draws it without knowing the feature.</summary>
public sealed record TopBarItem(Type Component);

public static class TopBarItems
{
    /// <summary>Adds a component to the top bar, right of the search box, in the order of registration.</summary>
    public static IServiceCollection AddTopBarItem<TComponent>(this IServiceCollection services)
        where TComponent : IComponent =>
        services.AddSingleton(new TopBarItem(typeof(TComponent)));
}
