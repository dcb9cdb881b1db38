using System.Globalization;

namespace OrderSync.Web.Sandbox.PrestaShop.Orders;

/// <summary>A currency of the shop, which keeps its prices in euro.</summary>
public sealed record ShopCurrency(int Id, string IsoCode, string NumericCode, string Symbol, decimal Rate, string English, string Polish, string Russian)
{
    public static readonly ShopCurrency Euro = new(1, "EUR", "978", "€", 1m, "Euro", "Euro", "Евро");
    public static readonly ShopCurrency Zloty = new(2, "PLN", "985", "zł", 4.32m, "Polish Zloty", "Złoty polski", "Польский злотый");
    public static readonly ShopCurrency Dollar = new(3, "USD", "840", "$", 1.08m, "US Dollar", "Dolar amerykański", "Доллар США");

    public static readonly IReadOnlyList<ShopCurrency> All = [Euro, Zloty, Dollar];
}

/// <summary>An amount with and without tax.</summary>
public readonly record struct Taxed(decimal Gross, decimal Net)
{
    public const decimal Rate = 0.23m;

    public static readonly Taxed Zero = default;

    public static Taxed FromGross(decimal gross, int decimals = 2) => new(gross, Math.Round(gross / (1 + Rate), decimals));

    public static Taxed operator +(Taxed left, Taxed right) => new(left.Gross + right.Gross, left.Net + right.Net);

    public static Taxed operator -(Taxed left, Taxed right) => new(left.Gross - right.Gross, left.Net - right.Net);
}

public static class ShopMoney
{
    /// <summary>Amounts have six decimals in PrestaShop's database and answers.</summary>
    public static string Text(decimal amount) => amount.ToString("F6", CultureInfo.InvariantCulture);
}
