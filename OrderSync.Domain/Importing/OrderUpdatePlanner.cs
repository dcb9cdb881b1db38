using System.Globalization;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Stock;

namespace OrderSync.Domain.Importing;

/// <summary>
/// Decides what a change in the shop means for an order that was imported. Pure. The order follows the shop, but never goes back behind
/// what happened here: pieces that left the house have left it (contracts/prestashop.md §2.6, §3.2, §4.3).
/// </summary>
public static class OrderUpdatePlanner
{
    /// <param name="order">The order as it is here, with its lines.</param>
    /// <param name="shop">The shop's order now, with support's corrections laid over it.</param>
    public static OrderUpdate Decide(Order order, ExternalOrder shop, MappingSet mappings, UpdateContext context)
    {
        var notes = new Notes();
        var status = Status(order, shop, mappings, context, notes);
        var lines = Lines(order, shop, context, notes);
        var methods = Methods(order, shop, mappings, notes);
        Details(order, shop, notes);
        return new OrderUpdate(status, lines, methods) { Changes = notes.Changes, LeftAlone = notes.LeftAlone, StatusWaits = notes.StatusWaits };
    }

    /// <summary>Whether the order shows what the shop shows, as far as mappings have a say in it.</summary>
    /// <param name="shopStatusBefore">The shop's status the order followed last.</param>
    public static bool Follows(Order order, ExternalOrder shop, string shopStatusBefore) =>
        shop.StatusId == shopStatusBefore && shop.CarrierName == order.CarrierName && PaymentKey.Of(shop.PaymentText) == PaymentKey.Of(order.PaymentText);

    private static OrderStatus? Status(Order order, ExternalOrder shop, MappingSet mappings, UpdateContext context, Notes notes)
    {
        if (shop.StatusId == context.ShopStatusBefore || shop.StatusId == context.SentStatus || shop.StatusId.Length == 0)
        {
            return null;
        }

        var name = mappings.StatusNames.GetValueOrDefault(shop.StatusId) is { Length: > 0 } known ? known : shop.StatusId;
        if (mappings.Statuses.GetValueOrDefault(shop.StatusId)?.Status is not { } wanted)
        {
            notes.Leave("The shop moved the order to '{0}'; the mapping of order statuses does not say what that means for orders already here.", name);
            notes.StatusWaits = true;
            return null;
        }

        if (wanted == order.Status)
        {
            return null;
        }

        if (GoesBack(order.Status, wanted))
        {
            notes.Leave("The shop moved the order to '{0}'; here it is {1} already, and that stays.", name, order.Status.ToString());
            return null;
        }

        notes.Change("Status changed from {0} to {1}: the shop shows '{2}'", order.Status.ToString(), wanted.ToString(), name);
        return wanted;
    }

    /// <summary>Pieces that have left do not come back by a status, and what arrived is not on its way any more.</summary>
    private static bool GoesBack(OrderStatus from, OrderStatus to) => from switch
    {
        OrderStatus.Delivered => to is not (OrderStatus.Refunded or OrderStatus.Cancelled),
        OrderStatus.Shipped => to.StockEffect() == StockEffect.Reserved,
        OrderStatus.PartiallyShipped => to is OrderStatus.AwaitingPayment or OrderStatus.Confirmed or OrderStatus.Preparing,
        _ => false,
    };

    private static List<LineUpdate> Lines(Order order, ExternalOrder shop, UpdateContext context, Notes notes)
    {
        if (shop.Lines.Count == 0 && order.Lines.Count > 0)
        {
            notes.Leave("The shop shows no lines of this order just now; its lines stay as they are.");
            return [];
        }

        var here = order.Lines.ToDictionary(line => line.ExternalId);
        var there = shop.Lines.Select(line => line.ExternalId).ToHashSet();
        var updates = new List<LineUpdate>();
        foreach (var line in shop.Lines)
        {
            if (!here.TryGetValue(line.ExternalId, out var existing))
            {
                notes.Change("Line added: {0} × {1}", N(line.Quantity), Named(line.Sku, line.Name));
                updates.Add(new LineUpdate(null, line));
            }
            else if (Differs(existing, line, notes))
            {
                updates.Add(new LineUpdate(existing, line));
            }
        }

        foreach (var gone in order.Lines.Where(line => !there.Contains(line.ExternalId) && line.Quantity > 0))
        {
            notes.Change("Line removed: {0} × {1}", N(gone.Quantity), Named(gone.Sku, gone.Name));
            updates.Add(new LineUpdate(gone, new ExternalLine { ExternalId = gone.ExternalId, Quantity = 0, UnitPrice = gone.UnitPrice, UnitPriceNet = gone.UnitPriceNet }));
        }

        foreach (var update in updates.Where(update => update.Existing is { } line && context.Shipped.GetValueOrDefault(line.Id) > update.Wanted.ToShip))
        {
            notes.Leave("{0} pieces of {1} were shipped; the order asks for {2} only now.",
                N(context.Shipped[update.Existing!.Id]), Named(update.Existing.Sku, update.Existing.Name), N(update.Wanted.ToShip));
        }

        return updates;
    }

    private static bool Differs(OrderLine here, ExternalLine there, Notes notes)
    {
        var name = Named(here.Sku, here.Name);
        var quantity = here.Quantity != there.Quantity;
        var refunded = here.Refunded != there.Refunded;
        var price = here.UnitPrice != there.UnitPrice;
        if (quantity)
        {
            notes.Change("{0}: {1} pieces became {2}", name, N(here.Quantity), N(there.Quantity));
        }

        if (refunded)
        {
            notes.Change("{0}: {1} pieces are refunded or returned", name, N(there.Refunded));
        }

        if (price)
        {
            notes.Change("{0}: price changed from {1} to {2}", name, Amount(here.UnitPrice), Amount(there.UnitPrice));
        }

        return quantity || refunded || price;
    }

    /// <summary>What is not mapped is not followed: it is taken up as soon as somebody maps it.</summary>
    private static UpdatedMethods Methods(Order order, ExternalOrder shop, MappingSet mappings, Notes notes)
    {
        var methods = new UpdatedMethods(order.ShippingMethod, order.CarrierName, order.PaymentMethod, order.PaymentText);
        if (shop.CarrierName != order.CarrierName)
        {
            if (shop.CarrierId.Length > 0 && !mappings.ShippingMethods.ContainsKey(shop.CarrierId))
            {
                notes.Leave("Carrier '{0}' is not mapped yet: the shipping method stays as it is.", shop.CarrierName);
            }
            else
            {
                notes.Change("Carrier changed from '{0}' to '{1}'", order.CarrierName, shop.CarrierName);
                methods = methods with { Shipping = shop.CarrierId.Length > 0 ? mappings.ShippingMethods[shop.CarrierId] : null, CarrierName = shop.CarrierName };
            }
        }

        if (PaymentKey.Of(shop.PaymentText) == PaymentKey.Of(order.PaymentText))
        {
            return methods;
        }

        if (!mappings.PaymentMethods.TryGetValue(PaymentKey.Of(shop.PaymentText), out var payment))
        {
            notes.Leave("Payment '{0}' is not mapped yet: the payment method stays as it is.", shop.PaymentText);
            return methods;
        }

        notes.Change("Payment changed from '{0}' to '{1}'", order.PaymentText, shop.PaymentText);
        return methods with { Payment = payment, PaymentText = shop.PaymentText };
    }

    private static void Details(Order order, ExternalOrder shop, Notes notes)
    {
        if (shop.DeliveryAddress is { } delivery && delivery != order.DeliveryAddress)
        {
            notes.Change("Delivery address changed");
        }

        if (shop.InvoiceAddress is { } invoice && invoice != order.InvoiceAddress)
        {
            notes.Change("Invoice address changed");
        }

        if (shop.Email.Length > 0 && shop.Email != order.Email)
        {
            notes.Change("E-mail address changed");
        }

        if (shop.Total != order.Total)
        {
            notes.Change("Total changed from {0} to {1} {2}", Amount(order.Total), Amount(shop.Total), shop.Currency);
            if (!TotalsCheck.AddsUp(shop))
            {
                notes.LeftAlone.Add(TotalsCheck.Explain(shop));
            }
        }

        if (shop.PaidTotal != order.PaidTotal)
        {
            notes.Change("Paid: {0} of {1} {2}", Amount(shop.PaidTotal), Amount(shop.Total), shop.Currency);
        }

        if (!shop.References.SequenceEqual(order.References))
        {
            notes.Change("Numbers given by the shop: {0}", string.Join(", ", shop.References.Select(reference => $"{reference.Kind} {reference.Value}")));
        }

        if (shop.Note != order.Note || shop.GiftMessage != order.GiftMessage)
        {
            notes.Change("The customer's message changed");
        }
    }

    private static string Named(string sku, string name) => sku.Length > 0 ? sku : name;

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Amount(decimal amount) => amount.ToString("0.00##", CultureInfo.InvariantCulture);

    private sealed class Notes
    {
        public List<Phrase> Changes { get; } = [];

        public List<Phrase> LeftAlone { get; } = [];

        public bool StatusWaits { get; set; }

        public void Change(string text, params string[] values) => Changes.Add(new Phrase(text, values));

        public void Leave(string text, params string[] values) => LeftAlone.Add(new Phrase(text, values));
    }
}
