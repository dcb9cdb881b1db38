using System.Security.Cryptography;

namespace OrderSync.Domain.Pharmacy;

/// <summary>A field of a product in a packet.</summary>
public enum PacketField
{
    Bloz,
    Ean,
    Name,
    Description,
    Summary,
    Stock,
    Price,
    Vat,
    Couriers,
    Photos,
    Rx,
    Deleted,
}

/// <summary>
/// A product as a pharmacy's program sent it, whichever way it came. What is absent or empty is null and changes nothing; what is to be erased
/// stands in <see cref="Cleared"/> (contracts/kamsoft.md §7.1).
/// </summary>
public sealed record OfferedProduct
{
    /// <summary>The pharmacy's own key of the item; empty when it gave none.</summary>
    public string Ref { get; init; } = "";

    /// <summary>Seven digits, leading zeros kept; empty for none.</summary>
    public string Bloz { get; init; } = "";
    public string Ean { get; init; } = "";
    public string? Name { get; init; }
    public string? Description { get; init; }
    public bool DescriptionIsHtml { get; init; }
    public string? Summary { get; init; }

    /// <summary>Pieces the pharmacy offers for sale; never negative.</summary>
    public int? Stock { get; init; }
    public decimal? Price { get; init; }
    public bool PriceIsNet { get; init; }

    /// <summary>ISO 4217; null for the shop's.</summary>
    public string? Currency { get; init; }

    /// <summary>Percent; 0 for exempt.</summary>
    public decimal? Vat { get; init; }

    /// <summary>Codes of all couriers it may travel with.</summary>
    public IReadOnlyList<string>? Couriers { get; init; }
    public IReadOnlyList<OfferedPhoto>? Photos { get; init; }

    /// <summary>Only on prescription: never offered by itself.</summary>
    public bool? Rx { get; init; }

    /// <summary>Taken out of the offer.</summary>
    public bool? Deleted { get; init; }

    /// <summary>Fields that are to be emptied.</summary>
    public IReadOnlyList<PacketField> Cleared { get; init; } = [];

    /// <summary>Fields that were sent and cannot be used; the others can.</summary>
    public IReadOnlyList<FieldFault> Faults { get; init; } = [];

    /// <summary>What is worth knowing and stops nothing, by its word of §7.4, for example <c>stock-negative</c>.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What else was sent, kept for later use.</summary>
    public IReadOnlyDictionary<string, string> Other { get; init; } = new Dictionary<string, string>();

    /// <summary>Under what it is remembered: its number, else its BLOZ number, else its EAN; empty when it has none of them.</summary>
    public string Key => Ref.Length > 0 ? "ref:" + Ref : Bloz.Length > 0 ? "bloz:" + Bloz : Ean.Length > 0 ? "ean:" + Ean : "";
}

/// <param name="Field">Null when it belongs to none, for example a product without any key.</param>
/// <param name="Code">Word of §7.4, for example <c>bad-price</c>.</param>
public sealed record FieldFault(PacketField? Field, string Code, Phrase Message);

/// <param name="Bytes">As it was sent: never fetched from an address (S2).</param>
public sealed record OfferedPhoto(byte[] Bytes, int Position)
{
    /// <summary>SHA-256 of the content, hexadecimal and in lower case.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes));
}

/// <summary>A courier as the pharmacy's program names it.</summary>
public sealed record OfferedCourier(string Code, string Name);
