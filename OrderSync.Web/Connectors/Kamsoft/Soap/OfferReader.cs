using System.Xml.Linq;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft.Soap;

/// <summary>
/// Reads the document inside SetOffer (contracts/kamsoft.md §2.4, §6). What a packet says it does not carry (<c>descriptions="no"</c>) is not taken
/// from it, whatever stands in its empty elements.
/// </summary>
internal static class OfferReader
{
    private static readonly HashSet<string> Used = new(
        ["idtowr", "nrtowr", "bloz07", "ean", "name", "desc", "price", "vat", "photo", "deleted", "rx", "supplyamount", "currentamount", "stockamount", "transports"], StringComparer.OrdinalIgnoreCase);

    /// <param name="text">Checked to be well-formed, with the root <c>offer</c>.</param>
    public static NewPacket Read(string text, string hash, KamsoftSettings settings)
    {
        var (products, couriers) = (new List<OfferedProduct>(), new List<OfferedCourier>());
        var carried = new Carried(true, true, true);
        foreach (var element in SafeXml.Each(text, ["item", "transport"], passed =>
        {
            if (SafeXml.Is(passed.LocalName, "items"))
            {
                carried = new Carried(Carries(passed.Attr("descriptions")), Carries(passed.Attr("photos")), Carries(passed.Attr("stock")));
            }
        }))
        {
            if (element.Is("item"))
            {
                products.Add(Product(element, carried, settings));
            }
            else if (CodeOf(element) is { Length: > 0 and <= 32 } code)
            {
                couriers.Add(new OfferedCourier(code, element.Text("name")));
            }
        }

        var root = SafeXml.Root(text);
        return new NewPacket(PharmacyFace.Soap, null, hash, products) { Couriers = couriers, Part = Number(root.Attr("actualPackage")), Parts = Number(root.Attr("countPackage")) };
    }

    private static OfferedProduct Product(XElement item, Carried carried, KamsoftSettings settings)
    {
        var fields = new FieldReader();
        var reference = item.Text("idtowr") is { Length: > 0 } id ? id : item.Text("nrtowr");
        var (bloz, ean) = (fields.Bloz(item.Text("bloz07")), fields.Ean(item.Text("ean")));
        reference = reference.Length <= FieldReader.LongestRef ? reference : "";
        fields.RequireKey(reference, bloz, ean);
        var description = item.Text("desc");
        List<string> couriers = [.. (item.Child("transports")?.Children("transport") ?? []).Select(CodeOf).Where(code => code.Length is > 0 and <= 32).Distinct()];
        return new OfferedProduct
        {
            Ref = reference,
            Bloz = bloz,
            Ean = ean,
            Name = FieldReader.Text(item.Text("name")),
            Description = carried.Descriptions ? FieldReader.Description(description, description.Contains("</", StringComparison.Ordinal)) : null,
            DescriptionIsHtml = true,
            Stock = carried.Stock ? fields.Stock(item.Text(settings.StockSource.ToString())) : null,
            Price = fields.OfferPrice(item.Text("price")),
            Vat = fields.Vat(item.Text("vat")),
            Couriers = couriers.Count > 0 ? couriers : null,
            Photos = carried.Photos ? fields.Photos([.. item.Children("photo").Select(photo => (photo.Value.Trim(), ""))]) : null,
            Rx = fields.Flag(item.Text("rx")),
            Deleted = fields.Flag(item.Text("deleted")),
            Faults = fields.Faults,
            Warnings = fields.Warnings,
            Other = item.Elements().Where(child => !Used.Contains(child.Name.LocalName) && child.Value.Trim() is { Length: > 0 and <= 200 } and not "-")
                .GroupBy(child => child.Name.LocalName).ToDictionary(group => group.Key, group => group.First().Value.Trim()),
        };
    }

    /// <summary>What kinds of data the packet carries.</summary>
    private sealed record Carried(bool Descriptions, bool Photos, bool Stock);

    private static bool Carries(string word) => FieldReader.YesNo(word) != false;

    private static string CodeOf(XElement transport) =>
        new[] { transport.Text("symbol"), transport.Text("code"), transport.Text("id"), transport.Text("name"), transport.HasElements ? "" : transport.Value.Trim() }.FirstOrDefault(text => text.Length > 0) ?? "";

    private static int Number(string text) => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 9999 ? number : 1;
}
