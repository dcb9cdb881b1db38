using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft.Ppx;

/// <summary>Reads a product packet (contracts/kamsoft.md §7.3). A document that is no packet is refused as a whole, a bad product only for itself.</summary>
internal static partial class PpxPacketReader
{
    public const int MostProducts = 5000;
    private const int HighestPart = 9999;

    private static readonly HashSet<string> Attributes = new(["version", "id", "created", "part", "parts", "scope", "xmlns"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> Sections = new(["couriers", "courier", "products"], StringComparer.OrdinalIgnoreCase);

    /// <param name="text">Checked to be well-formed, with the root <c>packet</c>.</param>
    public static (NewPacket? Packet, PpxError? Error) Read(string text, string hash, TimeZoneInfo zone)
    {
        var (header, error) = Header(text, hash, zone);
        if (header is null)
        {
            return (null, error);
        }

        var (products, couriers, ignored) = (new List<OfferedProduct>(), new List<OfferedCourier>(), header.Ignored);
        foreach (var product in SafeXml.Each(text, ["product"], passed =>
        {
            if (SafeXml.Is(passed.LocalName, "courier") && passed.Attr("code") is { Length: > 0 and <= 32 } code)
            {
                couriers.Add(new OfferedCourier(code, passed.Attr("name")));
            }

            ignored += Sections.Contains(passed.LocalName) ? 0 : 1;
        }))
        {
            if (products.Count == MostProducts)
            {
                return (null, PpxError.TooMany);
            }

            products.Add(PpxProduct.Read(product, ref ignored));
        }

        return (header with { Products = products, Couriers = couriers, Ignored = ignored }, null);
    }

    /// <summary>Major version 1 in any minor; none is 1.0.</summary>
    public static bool IsVersionOne(string version) => version.Length == 0 || version == "1" || version.StartsWith("1.", StringComparison.Ordinal);

    public static bool IsId(string text) => Id().IsMatch(text);

    private static (NewPacket? Header, PpxError? Error) Header(string text, string hash, TimeZoneInfo zone)
    {
        var root = SafeXml.Root(text);
        if (!IsVersionOne(root.Attr("version")))
        {
            return (null, PpxError.UnsupportedVersion);
        }

        if (!IsId(root.Attr("id")))
        {
            return (null, PpxError.MissingId);
        }

        if (Part(root.Attr("part")) is not { } part || Part(root.Attr("parts")) is not { } parts || part > parts)
        {
            return (null, PpxError.BadParameter("part"));
        }

        if (root.Attr("scope").ToLowerInvariant() is not ("" or "changes" or "full"))
        {
            return (null, PpxError.BadParameter("scope"));
        }

        return (new NewPacket(PharmacyFace.Ppx, root.Attr("id"), hash, [])
        {
            Part = part,
            Parts = parts,
            IsFull = SafeXml.Is(root.Attr("scope"), "full"),
            CreatedAt = ExchangeTimes.Read(root.Attr("created"), zone),
            Ignored = root.Attributes().Count(attribute => !attribute.IsNamespaceDeclaration && !Attributes.Contains(attribute.Name.LocalName)),
        }, null);
    }

    private static int? Part(string text) =>
        text.Length == 0 ? 1 : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var part) && part is >= 1 and <= HighestPart ? part : null;

    [GeneratedRegex("^[A-Za-z0-9._:-]{1,64}$")]
    private static partial Regex Id();
}

/// <summary>Reads one product of a packet.</summary>
internal static class PpxProduct
{
    private static readonly Dictionary<string, PacketField?> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bloz"] = PacketField.Bloz,
        ["ean"] = PacketField.Ean,
        ["name"] = PacketField.Name,
        ["description"] = PacketField.Description,
        ["summary"] = PacketField.Summary,
        ["stock"] = PacketField.Stock,
        ["price"] = PacketField.Price,
        ["vat"] = PacketField.Vat,
        ["couriers"] = PacketField.Couriers,
        ["photos"] = PacketField.Photos,
        ["rx"] = PacketField.Rx,
        ["deleted"] = PacketField.Deleted,
    };

    public static OfferedProduct Read(XElement product, ref int ignored)
    {
        ignored += product.Elements().Count(child => !Fields.ContainsKey(child.Name.LocalName));
        ignored += product.Attributes().Count(attribute => !attribute.IsNamespaceDeclaration && !SafeXml.Is(attribute.Name.LocalName, "ref"));
        var fields = new FieldReader();
        var reference = product.Attr("ref") is { Length: <= FieldReader.LongestRef } short_ ? short_ : "";
        var (bloz, ean) = (fields.Bloz(product.Text("bloz")), fields.Ean(product.Text("ean")));
        fields.RequireKey(reference, bloz, ean);
        var price = product.Child("price");
        return new OfferedProduct
        {
            Ref = reference,
            Bloz = bloz,
            Ean = ean,
            Name = FieldReader.Text(product.Text("name")),
            Description = FieldReader.Description(product.Text("description"), SafeXml.Is(product.Child("description")?.Attr("format") ?? "", "html")),
            DescriptionIsHtml = true,
            Summary = FieldReader.Text(product.Text("summary")),
            Stock = fields.Stock(product.Text("stock")),
            Price = fields.Price(product.Text("price")),
            PriceIsNet = FieldReader.YesNo(price?.Attr("gross") ?? "") == false,
            Currency = price?.Attr("currency") is { Length: > 0 } currency ? currency.ToUpperInvariant() : null,
            Vat = fields.Vat(product.Text("vat")),
            Couriers = Couriers(product.Child("couriers")),
            Photos = fields.Photos([.. (product.Child("photos")?.Children("photo") ?? []).Select(photo => (photo.Value.Trim(), photo.Attr("position")))]),
            Rx = fields.Flag(product.Text("rx")),
            Deleted = fields.Flag(product.Text("deleted")),
            Cleared = [.. product.Elements().Where(child => FieldReader.YesNo(child.Attr("clear")) == true)
                .Select(child => Fields.GetValueOrDefault(child.Name.LocalName)).OfType<PacketField>().Distinct()],
            Faults = fields.Faults,
            Warnings = fields.Warnings,
        };
    }

    private static List<string>? Couriers(XElement? couriers)
    {
        List<string> codes = [.. (couriers?.Children("courier") ?? [])
            .Select(courier => courier.Attr("code") is { Length: > 0 } code ? code : courier.Value.Trim()).Where(code => code.Length is > 0 and <= 32).Distinct()];
        return codes.Count > 0 ? codes : null;
    }
}
