using OrderSync.Domain.Catalog;

namespace OrderSync.Domain.Pharmacy;

/// <summary>A field that was sent, before anything is decided about it.</summary>
/// <param name="Off">Switched off for all products.</param>
/// <param name="Group">Whose lock holds it; null for what only a lock on everything holds.</param>
/// <param name="Differs">The product has something else now.</param>
internal sealed record SentField(PacketField Field, bool Off, FieldGroup? Group, bool Differs, Func<PacketChanges, PacketChanges> Write)
{
    /// <summary>It tells what the item is; only filled in where it is missing.</summary>
    public bool IsKey { get; init; }
    public int? Adjusted { get; init; }

    /// <summary>It was sent well and cannot be used for this product.</summary>
    public FieldFault? Fault { get; init; }
}

/// <summary>Lists what an item says of its product, each field beside what the product has.</summary>
internal sealed class PacketFields(
    OfferedProduct offered, PacketTarget target, PacketRules rules, IReadOnlyDictionary<string, string> couriers, List<string> warnings)
{
    public IEnumerable<SentField> All()
    {
        var ofProduct = OfProduct().ToList();
        if (target.HasSiblings && ofProduct.RemoveAll(field => !field.Off) > 0)
        {
            // Two items of one product would take turns with what belongs to both.
            warnings.Add(PacketWords.OfProduct);
        }

        return [.. ofProduct, .. OfVariant()];
    }

    /// <summary>A price with tax says what the product costs without it only where the tax is known.</summary>
    public static FieldFault NoTax => new(
        PacketField.Price, PacketWords.BadPrice, new Phrase("The price is with tax, and no tax is known for the product. Send the tax with it, or set the one to use where none is known."));

    /// <summary>A tax the shops do not have leaves the product's as it is.</summary>
    private decimal? NewTaxRate => target.HasSiblings || offered.Vat is not { } vat ? null
        : rules.TaxRates.Contains(vat) ? vat
        : Warn(PacketWords.VatUnmapped);

    private bool IsFaulty(PacketField field) => offered.Faults.Any(fault => fault.Field == field);

    private IEnumerable<SentField> OfProduct()
    {
        if (offered.Name is { } name || IsFaulty(PacketField.Name))
        {
            name = offered.Name ?? "";
            yield return Text(PacketField.Name, name, target.Name, changes => changes with { Name = name });
        }

        if (TextOf(PacketField.Description, offered.Description) is { } description)
        {
            yield return Text(PacketField.Description, description, target.Description, changes => changes with { Description = description });
        }

        if (TextOf(PacketField.Summary, offered.Summary) is { } summary)
        {
            yield return Text(PacketField.Summary, summary, target.Summary, changes => changes with { Summary = summary });
        }

        if (Vat() is { } vat)
        {
            yield return vat;
        }

        if (Couriers() is { } allowed)
        {
            yield return allowed;
        }

        if (Photos() is { } photos)
        {
            yield return photos;
        }

        if (offered.Rx is not null)
        {
            yield return new(PacketField.Rx, Off: false, null, Differs: false, changes => changes);
        }

        if (offered.Deleted == true && rules.Removal == RemovalRule.Deactivate)
        {
            yield return new(PacketField.Deleted, Off: false, null, target.Active, changes => changes with { Deactivate = true });
        }
    }

    private IEnumerable<SentField> OfVariant()
    {
        if (Stock() is { } stock)
        {
            yield return stock;
        }

        if (Price() is { } price)
        {
            yield return price;
        }

        if (offered.Bloz.Length > 0 && target.Bloz is { Length: 0 })
        {
            yield return new(PacketField.Bloz, Off: false, null, Differs: true, changes => changes with { Bloz = offered.Bloz }) { IsKey = true };
        }

        if (offered.Ean.Length > 0 && target is { Ean.Length: 0, EanIsElsewhere: false })
        {
            yield return new(PacketField.Ean, Off: false, null, Differs: true, changes => changes with { Ean = offered.Ean }) { IsKey = true };
        }
    }

    private SentField Text(PacketField field, string sent, string now, Func<PacketChanges, PacketChanges> write) =>
        new(field, !rules.Texts, FieldGroup.Texts, sent != now, write);

    /// <summary>Null when it was not sent; empty when it is to be erased.</summary>
    private string? TextOf(PacketField field, string? sent) =>
        offered.Cleared.Contains(field) ? "" : string.IsNullOrWhiteSpace(sent) ? IsFaulty(field) ? "" : null : sent;

    /// <summary>What the pharmacy takes out of its offer is sold out: shops sell by the stock they are told, whatever is switched off here.</summary>
    private int? SentStock => rules.Withdraws(offered) ? 0 : offered.Stock;

    private SentField? Stock()
    {
        if (SentStock is not { } sent)
        {
            return IsFaulty(PacketField.Stock) ? new(PacketField.Stock, !rules.Stock, FieldGroup.Stock, false, changes => changes) : null;
        }

        var (onHand, adjusted) = PacketStock.OnHand(sent, target.Promised, rules.SubtractWaiting ? target.Waiting : 0);
        return new(PacketField.Stock, !rules.Stock, FieldGroup.Stock, onHand != target.OnHand, changes => changes with { OnHand = onHand }) { Adjusted = adjusted };
    }

    private SentField? Price()
    {
        if (offered.Price is not { } price)
        {
            return IsFaulty(PacketField.Price) ? new(PacketField.Price, !rules.Price, FieldGroup.Price, false, changes => changes) : null;
        }

        var known = (IsFaulty(PacketField.Vat) ? null : NewTaxRate) ?? TaxSoFar;
        if (known is null && !offered.PriceIsNet)
        {
            return new(PacketField.Price, !rules.Price, FieldGroup.Price, Differs: false, changes => changes) { Fault = NoTax };
        }

        var rate = known ?? 0; // of a net price nothing is taken off
        var net = offered.PriceIsNet ? Math.Round(price, 6, MidpointRounding.AwayFromZero) : PacketPrice.Net(price, rate);
        return new(PacketField.Price, !rules.Price, FieldGroup.Price, PacketPrice.Differs(price, offered.PriceIsNet, target.PriceNet, rate), changes => changes with { PriceNet = net });
    }

    /// <summary>What the product is taxed with before the packet.</summary>
    private decimal? TaxSoFar => target.TaxRate ?? rules.DefaultTaxRate;

    /// <summary>A new tax without a price that can be used keeps the price with tax, as customers see it; what is left without tax follows from it.</summary>
    private SentField? Vat()
    {
        if (IsFaulty(PacketField.Vat))
        {
            return new(PacketField.Vat, !rules.Price, FieldGroup.Price, false, changes => changes);
        }

        if (NewTaxRate is not { } rate)
        {
            return null;
        }

        var hasPrice = offered.Price is not null && !IsFaulty(PacketField.Price);
        decimal? kept = !hasPrice && TaxSoFar is { } before ? PacketPrice.Net(PacketPrice.Gross(target.PriceNet, before), rate) : null;
        return new(PacketField.Vat, !rules.Price, FieldGroup.Price, rate != target.TaxRate, changes => changes with { TaxRate = rate, PriceNet = kept });
    }

    /// <summary>Codes nobody has mapped are left out. When none is left that says nothing: an empty list would allow all of them.</summary>
    private SentField? Couriers()
    {
        var codes = offered.Cleared.Contains(PacketField.Couriers) ? [] : offered.Couriers is { Count: > 0 } sent ? sent : null;
        if (codes is null)
        {
            return IsFaulty(PacketField.Couriers) ? new(PacketField.Couriers, !rules.Couriers, FieldGroup.Couriers, false, changes => changes) : null;
        }

        var keys = codes.Where(couriers.ContainsKey).Select(code => couriers[code]).Distinct().ToList();
        if (codes.Any(code => !couriers.ContainsKey(code)))
        {
            warnings.Add(PacketWords.CourierUnmapped);
            if (keys.Count == 0)
            {
                return null;
            }
        }

        var differs = target.Couriers is null || !keys.ToHashSet().SetEquals(target.Couriers);
        return new(PacketField.Couriers, !rules.Couriers, FieldGroup.Couriers, differs, changes => changes with { Couriers = keys });
    }

    private SentField? Photos()
    {
        var photos = offered.Cleared.Contains(PacketField.Photos) ? [] : offered.Photos is { Count: > 0 } sent ? sent : null;
        if (photos is null)
        {
            return IsFaulty(PacketField.Photos) ? new(PacketField.Photos, !rules.Photos, null, false, changes => changes) : null;
        }

        var ordered = photos.OrderBy(photo => photo.Position).DistinctBy(photo => photo.Hash).ToList();
        var differs = !ordered.Select(photo => photo.Hash).SequenceEqual(target.Photos);
        return new(PacketField.Photos, !rules.Photos, null, differs, changes => changes with { Photos = ordered });
    }

    private decimal? Warn(string word)
    {
        warnings.Add(word);
        return null;
    }
}
