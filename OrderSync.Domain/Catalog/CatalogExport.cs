namespace OrderSync.Domain.Catalog;

/// <summary>What a shop may be sent of products another integration masters, as its integration is set.</summary>
/// <param name="NewProducts">Whether products the shop does not have are made there, switched off.</param>
public sealed record CatalogExport(bool Prices, bool Texts, bool Photos, bool NewProducts, PriceGuardLimits Limits);

/// <summary>Thresholds beyond which changed prices wait for a person.</summary>
/// <param name="MostChangedPercent">Share of the compared products whose price may change at once.</param>
/// <param name="LargestChangePercent">By how much one price may go up or down.</param>
public sealed record PriceGuardLimits(int MostChangedPercent = 30, int LargestChangePercent = 50)
{
    /// <summary>A share of few products says nothing: below this number of changes the share is not looked at.</summary>
    public int FewestChanges { get; init; } = 10;
}
