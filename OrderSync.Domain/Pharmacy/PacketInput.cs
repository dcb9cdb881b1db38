using System.Globalization;

namespace OrderSync.Domain.Pharmacy;

/// <summary>Brings what was sent into the form that is decided on: limits of contracts/kamsoft.md §7.3, the same for every way it may have come.</summary>
public static class PacketInput
{
    public const int NameLength = 128;
    public const int SummaryLength = 800;
    public const int DescriptionLength = 60_000;
    public const int MostPhotos = 5;
    public const int PhotoBytes = 2 * 1024 * 1024;

    public static OfferedProduct Check(OfferedProduct offered, PacketRules rules)
    {
        var warnings = new List<string>(offered.Warnings);
        var checkedOne = offered with
        {
            Name = NameOf(offered.Name, warnings),
            Stock = offered.Stock is < 0 ? Negative(warnings) : offered.Stock,
            Bloz = Gtin.IsBloz(offered.Bloz) && offered.Bloz != "0000000" ? offered.Bloz : "",
            Ean = Gtin.IsValid(offered.Ean) ? offered.Ean : "",
            Description = offered.Description is { } html && !offered.DescriptionIsHtml ? Html(html) : offered.Description,
            DescriptionIsHtml = offered.DescriptionIsHtml || offered.Description is not null,
            Summary = offered.Summary is { } summary ? Html(summary) : null,
            // Nobody looks at the figure of what is not offered any more: it is none.
            Faults = [.. offered.Faults.Concat(FaultsOf(offered, rules)).Where(fault => fault.Field != PacketField.Stock || !rules.Withdraws(offered))],
        };
        return checkedOne with
        {
            Warnings = [.. warnings.Distinct()],
            Faults = checkedOne.Key.Length > 0 || checkedOne.Faults.Any(fault => fault.Field is null) ? checkedOne.Faults : [.. checkedOne.Faults, NoKey],
        };
    }

    private static FieldFault NoKey => new(null, PacketWords.NoKey, new Phrase("The product has neither a number, nor a BLOZ number, nor an EAN. Send at least one of them."));

    private static IEnumerable<FieldFault> FaultsOf(OfferedProduct offered, PacketRules rules)
    {
        if (offered.Bloz.Length > 0 && !Gtin.IsBloz(offered.Bloz))
        {
            yield return new(PacketField.Bloz, PacketWords.BadBloz, new Phrase("A BLOZ number has exactly seven digits."));
        }

        if (offered.Ean.Length > 0 && !Gtin.IsValid(offered.Ean))
        {
            yield return new(PacketField.Ean, PacketWords.BadEan, new Phrase("An EAN has 8, 12, 13 or 14 digits, the last of which fits the others."));
        }

        // Less than what is half a grosz is nothing to whoever pays it.
        if (offered.Price is { } price && Math.Round(price, 2, MidpointRounding.ToEven) <= 0)
        {
            yield return new(PacketField.Price, PacketWords.BadPrice, new Phrase("A price is above zero."));
        }

        if (offered.Price is not null && offered.Currency is { Length: > 0 } currency && !currency.Equals(rules.Currency, StringComparison.OrdinalIgnoreCase))
        {
            yield return new(PacketField.Price, PacketWords.BadCurrency, new Phrase("Prices are kept in {0}; this one is in another currency.", rules.Currency));
        }

        if (offered.Vat is < 0 or > 100)
        {
            yield return new(PacketField.Vat, PacketWords.BadVat, new Phrase("A tax rate is between 0 and 100 percent."));
        }

        foreach (var fault in Limits(offered).Concat(offered.Cleared.Select(CannotBeCleared).OfType<FieldFault>()))
        {
            yield return fault;
        }
    }

    private static IEnumerable<FieldFault> Limits(OfferedProduct offered)
    {
        if (offered.Description?.Length > DescriptionLength)
        {
            yield return TooLong(PacketField.Description, DescriptionLength);
        }

        if (offered.Summary?.Length > SummaryLength)
        {
            yield return TooLong(PacketField.Summary, SummaryLength);
        }

        if (offered.Photos is { } photos && (photos.Count > MostPhotos || photos.Any(photo => photo.Bytes.Length is 0 or > PhotoBytes)))
        {
            yield return new(PacketField.Photos, PacketWords.BadPhoto, new Phrase("A product may have {0} pictures of 2 MiB each.", N(MostPhotos)));
        }
    }

    private static FieldFault TooLong(PacketField field, int limit) =>
        new(field, PacketWords.TooLong, field == PacketField.Description
            ? new Phrase("The description is longer than {0} characters.", N(limit))
            : new Phrase("The short description is longer than {0} characters.", N(limit)));

    /// <summary>Texts, couriers and pictures may be none; a price or a figure may not.</summary>
    private static FieldFault? CannotBeCleared(PacketField field) => field switch
    {
        PacketField.Name => new(field, PacketWords.ThinData, new Phrase("A name cannot be emptied.")),
        PacketField.Stock => new(field, PacketWords.BadStock, new Phrase("A stock figure cannot be emptied. Send 0.")),
        PacketField.Price => new(field, PacketWords.BadPrice, new Phrase("A price cannot be emptied.")),
        PacketField.Vat => new(field, PacketWords.BadVat, new Phrase("A tax rate cannot be emptied.")),
        _ => null,
    };

    private static string? NameOf(string? name, List<string> warnings)
    {
        if (name?.Trim() is not { Length: > 0 } trimmed)
        {
            return null;
        }

        if (trimmed.Length <= NameLength)
        {
            return trimmed;
        }

        warnings.Add(PacketWords.NameTrimmed);
        // Never half of a pair of surrogates.
        return trimmed[..(char.IsHighSurrogate(trimmed[NameLength - 1]) ? NameLength - 1 : NameLength)].TrimEnd();
    }

    private static int Negative(List<string> warnings)
    {
        warnings.Add(PacketWords.StockNegative);
        return 0;
    }

    /// <summary>Plain text as the HTML the hub keeps.</summary>
    private static string Html(string text) => text.Trim()
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .ReplaceLineEndings("<br>");

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
