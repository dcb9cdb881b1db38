namespace OrderSync.Domain.Integrations;

/// <summary>
/// Lists the articles the other system sells. It may be asked for seldom only, so the list is kept and shown with its age; asking for it costs
/// nothing while it is fresh.
/// </summary>
public interface IArticleList
{
    /// <summary>The article number a product or combination with these numbers is to have there; empty when it has none.</summary>
    string ArticleOf(Connection connection, string sku, string ean);

    /// <summary>The kept list; it is fetched anew first when it is old enough and the account may be asked.</summary>
    /// <returns>Null when there is none yet and none may be fetched now.</returns>
    /// <exception cref="RemoteFailureException">There is no list, and no useful answer.</exception>
    Task<KnownArticles?> ReadArticlesAsync(Connection connection, CancellationToken ct);

    /// <summary>Articles that are sold out at this moment; asked for anew each time.</summary>
    /// <exception cref="RemoteFailureException">No useful answer.</exception>
    Task<IReadOnlyList<Article>> ReadStoppedAsync(Connection connection, CancellationToken ct);
}

/// <param name="ReadAt">When the other system gave the list, UTC.</param>
public sealed record KnownArticles(IReadOnlyList<Article> Articles, DateTime ReadAt)
{
    public IReadOnlySet<string> Numbers { get; } = Articles.Select(article => article.Number).ToHashSet();
}

/// <param name="Number">The article number: digits, as text.</param>
/// <param name="Price">As the other system writes it.</param>
/// <param name="AllowsDiscount">Null when it does not say.</param>
public sealed record Article(string Number, string Name, string Price, bool? AllowsDiscount);
