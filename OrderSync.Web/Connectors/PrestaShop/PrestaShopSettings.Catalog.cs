using System.Text.Json.Serialization;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>What the shop is sent of products another integration masters.</summary>
public sealed partial record PrestaShopSettings
{
    /// <summary>Prices another integration masters are sent to the shop.</summary>
    public bool ExportPrices { get; init; } = true;

    /// <summary>Names and descriptions another integration masters are sent to the shop.</summary>
    public bool ExportTexts { get; init; } = true;

    /// <summary>Photos another integration brought are added in the shop.</summary>
    public bool ExportPhotos { get; init; } = true;

    /// <summary>Products another integration brought and the shop does not have are made there, switched off.</summary>
    public bool ExportNewProducts { get; init; }

    /// <summary>Id of the category new products get; required to make any.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string NewProductCategory { get; init => field = value.Trim(); } = "";

    /// <summary>Id of the tax rules group new products get; empty for none.</summary>
    [JsonConverter(typeof(LooseTextConverter))]
    public string NewProductTaxGroup { get; init => field = value.Trim(); } = "";

    /// <summary>Share of the compared products, in percent, whose price may change at once without being looked at.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int MostPricesChangedPercent { get; init; } = new PriceGuardLimits().MostChangedPercent;

    /// <summary>By how many percent one price may go up or down without being looked at.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public int LargestPriceChangePercent { get; init; } = new PriceGuardLimits().LargestChangePercent;

    /// <summary>What the shop may be sent of products.</summary>
    public CatalogExport ToCatalogExport() => new(
        ExportPrices, ExportTexts, ExportPhotos, ExportNewProducts && NewProductCategory.Length > 0, new PriceGuardLimits(MostPricesChangedPercent, LargestPriceChangePercent));

    private IEnumerable<ConnectionProblem> CatalogProblems()
    {
        if (!NewProductCategory.All(char.IsAsciiDigit))
        {
            yield return Problem("newProductCategory", "not-a-number", "A category of the shop is given by its number.", "Enter the number of a category.");
        }
        else if (ExportNewProducts && NewProductCategory.Length == 0)
        {
            yield return Problem("newProductCategory", "required", "New products need a category.", "Enter the number of the category new products are made in.");
        }

        if (!NewProductTaxGroup.All(char.IsAsciiDigit))
        {
            yield return Problem("newProductTaxGroup", "not-a-number", "A tax rule of the shop is given by its number.", "Enter the number of a tax rule, or leave the field empty.");
        }

        if (MostPricesChangedPercent is < 0 or > 100)
        {
            yield return Problem("mostPricesChangedPercent", "out-of-range", "A share must be between 0 and 100 percent.", "Enter 30 unless many prices change at once as a rule.");
        }

        if (LargestPriceChangePercent is < 0 or > 1000)
        {
            yield return Problem("largestPriceChangePercent", "out-of-range", "The change of a price must be between 0 and 1000 percent.", "Enter 50, or 0 to look at every price.");
        }
    }
}
