using System.Globalization;
using OrderSync.Web.Sandbox.PrestaShop.Seed;

namespace OrderSync.Web.Sandbox.PrestaShop.Orders;

/// <summary>
/// Invents orders. An order follows from its number alone (its dates from the clock), so that every sandbox has the same ones
/// and a test can name one.
/// </summary>
public sealed class OrderFactory(int customers)
{
    private const string ReferenceLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly (PaymentMethod Method, int Weight)[] Payments =
    [
        (new("przelewy24", "Przelewy24", OrderState.Paid, "P24-"), 34), (new("payu", "PayU – karta", OrderState.Paid, "PU"), 16),
        (new("ps_wirepayment", "Przelew bankowy", OrderState.AwaitingWire, null), 20),
        (new("ps_cashondelivery", "Pobranie (cash on delivery)", OrderState.AwaitingCashOnDelivery, null), 15),
        (new("paypal", "PayPal", OrderState.Paid, "8XK"), 12), (new("ps_checkpayment", "Payment by check", OrderState.AwaitingCheck, null), 3),
    ];

    /// <summary>The order as it looks at <paramref name="now"/>, having been placed at <paramref name="placedAt"/>.</summary>
    public OrderDraft Create(int number, DateTimeOffset placedAt, DateTimeOffset now)
    {
        // The second order of a split basket shares with the first whatever belongs to the basket.
        var basket = Dice(OrderTraits.IsSecondHalf(number) ? number - 1 : number, salt: 1);
        var own = Dice(number, salt: 2);
        var customer = new Customer(1 + basket.Next(customers));
        var payment = Pick(basket);
        var currency = customer.Locale.Country switch { "PL" => ShopCurrency.Zloty, "US" or "CN" => ShopCurrency.Dollar, _ => ShopCurrency.Euro };
        var isVirtual = OrderTraits.IsVirtual(number);
        payment = isVirtual && payment.IsCashOnDelivery ? Payments[0].Method : payment;
        var lines = Lines(own, isVirtual, customer.Locale.Language, currency);
        var shipping = isVirtual ? Taxed.Zero : Price(3.90m + (own.Next(4) * 1.50m), currency);
        var isGift = OrderTraits.IsGift(number);
        return new OrderDraft
        {
            Number = number,
            Reference = string.Create(9, basket, static (letters, random) => random.GetItems<char>(ReferenceLetters, letters)),
            Customer = customer,
            Currency = currency,
            Payment = payment,
            Lines = lines,
            Shipping = shipping,
            Carrier = isVirtual ? 0 : OrderTraits.Carrier(own, now - placedAt),
            Wrapping = isGift ? Price(2.50m, currency) : Taxed.Zero,
            GiftMessage = isGift ? customer.Locale.Gift : "",
            Discount = OrderTraits.HasDiscount(number) ? Discount(number, lines, shipping, currency) : null,
            Note = number % 31 == 0 ? "Zadzwonić przed wysyłką" : "",
            PlacedAt = placedAt,
            Steps = OrderProgress.Steps(own, payment, isVirtual, placedAt, now),
        };
    }

    /// <summary>The same customer orders so many of one article and nothing else.</summary>
    public static OrderDraft Of(OrderDraft order, Variant article, int pieces) => order with
    {
        Lines = [new OrderLine(article, article.NameIn(order.Customer.Locale.Language), pieces, Price(article.Price, order.Currency, 6))],
        Carrier = article.Product.IsVirtual ? 0 : Math.Max(order.Carrier, 1),
        Shipping = article.Product.IsVirtual ? Taxed.Zero : order.Shipping,
        Discount = null,
    };

    public static Taxed Price(decimal euros, ShopCurrency currency, int decimals = 2) =>
        Taxed.FromGross(Math.Round(euros * currency.Rate, 2), decimals);

    /// <summary>Neighbouring seeds give similar first numbers; mixing the bits first keeps neighbouring orders apart.</summary>
    private static Random Dice(int number, uint salt)
    {
        var mixed = unchecked(((uint)number + (salt * 0x9E3779B9u)) * 0x85EBCA6Bu);
        mixed ^= mixed >> 13;
        mixed = unchecked(mixed * 0xC2B2AE35u);
        return new Random((int)(mixed ^ (mixed >> 16)));
    }

    private static PaymentMethod Pick(Random random)
    {
        var ticket = random.Next(100);
        return Payments.First(payment => (ticket -= payment.Weight) < 0).Method;
    }

    private static OrderLine[] Lines(Random random, bool isVirtual, int language, ShopCurrency currency)
    {
        var assortment = isVirtual ? Catalogue.Downloads : Catalogue.Goods;
        var lines = new OrderLine[isVirtual ? 1 : 1 + random.Next(4)];
        for (var i = 0; i < lines.Length; i++)
        {
            var variant = assortment[random.Next(assortment.Count)];
            lines[i] = new OrderLine(variant, variant.NameIn(language), isVirtual ? 1 : 1 + random.Next(3), Price(variant.Price, currency, 6));
        }

        return lines;
    }

    private static OrderDiscount Discount(int number, OrderLine[] lines, Taxed shipping, ShopCurrency currency)
    {
        var products = lines.Sum(line => line.Total.Gross);
        return (number % 3) switch
        {
            0 => new("Jesień −10%", Taxed.FromGross(Math.Round(products / 10, 2)), false),
            1 => new("Voucher", Taxed.FromGross(Math.Min(Math.Round(5 * currency.Rate, 2), products)), false),
            _ => new(string.Create(CultureInfo.InvariantCulture, $"Free shipping {number}"), shipping, true),
        };
    }
}
