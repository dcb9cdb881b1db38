namespace OrderSync.Domain.Pharmacy;

/// <summary>Prices between a pharmacy's program, which says them with tax, and the hub, which keeps them without (contracts/kamsoft.md §8.4).</summary>
public static class PacketPrice
{
    /// <summary>The net price with six decimals: few enough to store, enough that the gross price it shows is the one that was sent.</summary>
    public static decimal Net(decimal gross, decimal taxRate) => Math.Round(gross / Factor(taxRate), 6, MidpointRounding.AwayFromZero);

    /// <summary>The price with tax as a customer sees it.</summary>
    public static decimal Gross(decimal net, decimal taxRate) => Math.Round(net * Factor(taxRate), 2, MidpointRounding.AwayFromZero);

    /// <summary>Whether a price that was sent is another one than what the hub has. With tax it is compared to the grosz: less nobody sees.</summary>
    public static bool Differs(decimal sent, bool isNet, decimal net, decimal taxRate) =>
        isNet ? Math.Round(sent, 6, MidpointRounding.AwayFromZero) != net : Math.Round(sent, 2, MidpointRounding.AwayFromZero) != Gross(net, taxRate);

    private static decimal Factor(decimal taxRate) => 1 + (taxRate / 100);
}
