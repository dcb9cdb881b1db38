using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;
using OrderSync.Web.Outbox.Targets;

namespace OrderSync.Web.Features.Targets;

/// <summary>A product in a system that carries orders out.</summary>
/// <param name="ReadAt">When the system gave its list; null when there is none.</param>
public sealed record ProductArticleRow(long IntegrationId, string Name, DateTime? ReadAt, IReadOnlyList<(string Sku, string Article)> Missing);

/// <summary>Compares products with the articles of the systems that carry orders out. Their lists are kept, and asked for once an hour at most.</summary>
public sealed class ArticleQueries(IDbContextFactory<OrderSyncDb> databases, TargetReader targets, ILogger<ArticleQueries> logger)
{
    public async Task<IReadOnlyList<ProductArticleRow>> OfAsync(IReadOnlyList<(string Sku, string Ean)> variants, CancellationToken ct)
    {
        var rows = new List<ProductArticleRow>();
        await using var db = await databases.CreateDbContextAsync(ct);
        foreach (var target in (await targets.AllAsync(db, ct)).Where(target => target is { Port: IArticleList, Integration.Enabled: true }))
        {
            var (list, known) = ((IArticleList)target.Port, await TargetArticles.ReadAsync(target.Port, target.Connection, logger, ct));
            var missing = variants.Select(variant => (variant.Sku, Article: list.ArticleOf(target.Connection, variant.Sku, variant.Ean)))
                .Where(variant => known is not null && !known.Numbers.Contains(variant.Article)).ToList();
            rows.Add(new ProductArticleRow(target.Integration.Id, target.Integration.Name, known?.ReadAt, missing));
        }

        return rows;
    }
}
