namespace OrderSync.Web.Sandbox.PrestaShop.Orders;

/// <summary>Which orders are special, by number: a test or a reader can name one of each kind.</summary>
public static class OrderTraits
{
    /// <summary>Order 33 of a shop made with <see cref="SandboxOptions.InconsistentOrder"/>.</summary>
    public const int InconsistentNumber = 33;

    /// <summary>The version of the carrier which was replaced when the merchant edited it.</summary>
    public const int ReplacedCarrier = 4;

    private static readonly int[] Carriers = [1, 2, 3, 3, 3, 5, 5, 6, 6, 7];

    /// <summary>9, 34, 59 …: nothing to send, no order_carriers row.</summary>
    public static bool IsVirtual(int number) => number % 25 == 9;

    /// <summary>5, 19, 33 …: wrapped, with a message.</summary>
    public static bool IsGift(int number) => number % 14 == 5;

    /// <summary>4, 13, 22 …: with a row in order_cart_rules.</summary>
    public static bool HasDiscount(int number) => number % 9 == 4;

    /// <summary>12, 32, 52 …: shares reference, customer and payment with the order before.</summary>
    public static bool IsSecondHalf(int number) => number % 20 == 12;

    /// <summary>8, 23, 38 … belong to the second shop, if there is one.</summary>
    public static bool IsOfSecondShop(int number) => number % 15 == 8;

    public static int Carrier(Random random, TimeSpan age)
    {
        var carrier = Carriers[random.Next(Carriers.Length)];
        return carrier == 5 && age > TimeSpan.FromDays(30) ? ReplacedCarrier : carrier;
    }
}
