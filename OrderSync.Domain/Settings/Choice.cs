namespace OrderSync.Domain.Settings;

public enum ChoiceKind
{
    Store,
    Warehouse,
    ShippingMethod,
    PaymentMethod,
}

/// <summary>Something the merchant keeps a list of and mappings point to by key: a store, a warehouse, a shipping or payment method.</summary>
public sealed class Choice
{
    public long Id { get; private set; }
    public required ChoiceKind Kind { get; init; }

    /// <summary>Lower-case letters, digits and dashes; fixed once created, because mappings and orders carry it.</summary>
    public required string Key { get; init; }
    public required string Name { get; set; }
    public Guid Stamp { get; set; }
}
