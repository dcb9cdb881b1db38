using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>The products of an order: article, quantity, whose modifier it is, and the price where it is sent.</summary>
internal static class OrderItems
{
    private const int LongestArticle = FrontPadRules.LongestCode;

    public static void Fill(OrderDraft draft)
    {
        var lines = draft.Order.Lines.OrderBy(line => line.Position).Where(line => line.ToShip > 0).ToList();
        if (lines.Count == 0)
        {
            draft.Fault(TargetFaultKind.NoLines, draft.Order.Reference, new Phrase("The order has no products."),
                "There is nothing to send. Look at the order in the shop, and read it again if it has products there.");
        }

        foreach (var line in draft.Order.Lines.Where(line => line.ToShip < line.Quantity))
        {
            draft.Note("{0}: {1} of {2} pieces are sent, the others were refunded.", line.Name, Number(line.ToShip), Number(line.Quantity));
        }

        string? parent = null;
        foreach (var (line, article) in lines.Select(line => (line, draft.Settings.ArticleOf(line.Sku, line.Ean))).Where(item => IsArticle(draft, item.line, item.Item2)))
        {
            var key = Number(draft.Lines.Count);
            var isModifier = draft.Settings.ModifierArticles.Contains(article);
            if (isModifier && parent is null)
            {
                draft.Note("{0} is sent as a product of its own: no product stands before it.", line.Name);
            }

            Add(draft, line, article, key, isModifier ? parent : null);
            parent = isModifier && parent is not null ? parent : key;
        }
    }

    private static void Add(OrderDraft draft, OrderLine line, string article, string key, string? parent)
    {
        draft.Lines.Add(new TargetLine(key, line.Position, article, line.Name));
        draft.Message.Add($"product[{key}]", article).Add($"product_kol[{key}]", Number(line.ToShip)).AddFilled($"product_mod[{key}]", parent);
        if (draft.Settings.Prices == FrontPadPrices.All || (draft.Settings.Prices == FrontPadPrices.Listed && draft.Settings.PricedArticles.Contains(article)))
        {
            draft.Message.Add($"product_price[{key}]", Money(line.UnitPrice));
        }
    }

    private static bool IsArticle(OrderDraft draft, OrderLine line, string article)
    {
        var mend = draft.Settings.ArticleNumber == FrontPadArticleNumber.Ean
            ? "Enter the product's EAN as the article of its card in FrontPad; a combination has an EAN of its own."
            : "Enter the article of the product's card in FrontPad as its reference in the shop; a combination has a reference of its own.";
        if (article.Length == 0)
        {
            draft.Fault(TargetFaultKind.ArticleMissing, line.Name, new Phrase("'{0}' has no article number, so FrontPad cannot know it.", line.Name), mend);
            return false;
        }

        if (!FrontPadText.IsDigits(article, LongestArticle))
        {
            draft.Fault(TargetFaultKind.ArticleMissing, line.Name, new Phrase("The article number '{0}' of '{1}' cannot be one of FrontPad: those are digits only.", article, line.Name), mend);
            return false;
        }

        if (draft.Maps.Articles is { } known && !known.Contains(article))
        {
            draft.Fault(TargetFaultKind.ArticleUnknown, line.Name, new Phrase("FrontPad has no product with the article {0} ('{1}').", article, line.Name),
                mend + " FrontPad's list is read once an hour.");
            return false;
        }

        return true;
    }

    public static string Money(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
