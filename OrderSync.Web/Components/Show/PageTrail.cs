namespace OrderSync.Web.Components;

/// <summary>One step of the breadcrumbs.</summary>
public sealed record Crumb(string Title, string? Href = null);

/// <summary>Where the reader is: told by the page's header, shown by the top bar.</summary>
public sealed class PageTrail
{
    private object? owner;

    public IReadOnlyList<Crumb> Crumbs { get; private set; } = [];

    public event Action? Changed;

    public void Show(object page, IReadOnlyList<Crumb> crumbs)
    {
        owner = page;
        if (!Crumbs.SequenceEqual(crumbs))
        {
            Crumbs = crumbs;
            Changed?.Invoke();
        }
    }

    /// <summary>Forgets the trail, unless the next page has already shown its own.</summary>
    public void Leave(object page)
    {
        if (owner == page)
        {
            (owner, Crumbs) = (null, []);
            Changed?.Invoke();
        }
    }
}
