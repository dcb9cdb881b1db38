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
        foreach (var line in lines.Where(line => IsArticle(draft, line)))
        {
            var key = Number(draft.Lines.Count);
            var isModifier = draft.Settings.ModifierArticles.Contains(line.Sku);
            if (isModifier && parent is null)
            {
                draft.Note("{0} is sent as a product of its own: no product stands before it.", line.Name);
            }

            Add(draft, line, key, isModifier ? parent : null);
            parent = isModifier && parent is not null ? parent : key;
        }
    }

    private static void Add(OrderDraft draft, OrderLine line, string key, string? parent)
    {
        draft.Lines.Add(new TargetLine(key, line.Position, line.Sku, line.Name));
        draft.Message.Add($"product[{key}]", line.Sku).Add($"product_kol[{key}]", Number(line.ToShip)).AddFilled($"product_mod[{key}]", parent);
        if (draft.Settings.Prices == FrontPadPrices.All || (draft.Settings.Prices == FrontPadPrices.Listed && draft.Settings.PricedArticles.Contains(line.Sku)))
        {
            draft.Message.Add($"product_price[{key}]", Money(line.UnitPrice));
        }
    }

    private static bool IsArticle(OrderDraft draft, OrderLine line)
    {
        if (line.Sku.Length == 0)
        {
            draft.Fault(TargetFaultKind.ArticleMissing, line.Name, new Phrase("'{0}' has no article number (SKU), so FrontPad cannot know it.", line.Name),
                "Enter the article of the product's card in FrontPad as its reference in the shop; a combination has a reference of its own.");
            return false;
        }

        if (!FrontPadText.IsDigits(line.Sku, LongestArticle))
        {
            draft.Fault(TargetFaultKind.ArticleMissing, line.Name, new Phrase("The article number '{0}' of '{1}' cannot be one of FrontPad: those are digits only.", line.Sku, line.Name),
                "Enter the article of the product's card in FrontPad as its reference in the shop; a combination has a reference of its own.");
            return false;
        }

        if (draft.Maps.Articles is { } known && !known.Contains(line.Sku))
        {
            draft.Fault(TargetFaultKind.ArticleUnknown, line.Name, new Phrase("FrontPad has no product with the article {0} ('{1}').", line.Sku, line.Name),
                "Enter the article in the product's card in FrontPad, or correct the reference in the shop. FrontPad's list is read once an hour.");
            return false;
        }

        return true;
    }

    public static string Money(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
