using OrderSync.Domain.Catalog;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Products;

/// <summary>Words and icons of products and locks; English, translated when shown.</summary>
internal static class ProductLooks
{
    public static IReadOnlyList<LockKind> Kinds { get; } = Enum.GetValues<LockKind>();

    public static string Word(this LockKind kind) => kind switch
    {
        LockKind.All => "Everything",
        LockKind.Stock => "Stock",
        LockKind.Price => "Price",
        LockKind.Texts => "Names and descriptions",
        _ => "Couriers",
    };

    /// <summary>Short, for chips.</summary>
    public static string Chip(this LockKind kind) => kind == LockKind.Texts ? "Texts" : kind.Word();

    /// <summary>What a lock of the kind keeps as it is, for the dialog.</summary>
    public static string Explain(this LockKind kind) => kind switch
    {
        LockKind.All => "Stock, price, texts and couriers together",
        LockKind.Stock => "Feeds do not overwrite the quantity; reservations, shipments, edits by hand and the export go on",
        LockKind.Price => "Feeds do not overwrite prices and tax",
        LockKind.Texts => "Feeds do not overwrite names, descriptions, manufacturer and category",
        _ => "Feeds do not overwrite which couriers may carry it",
    };

    public static string Word(this FieldGroup group) => group switch
    {
        FieldGroup.Stock => "Stock",
        FieldGroup.Price => "Price",
        FieldGroup.Texts => "Names and descriptions",
        _ => "Couriers",
    };

    public static string Word(this LockCondition condition) => condition switch
    {
        LockCondition.Locked => "Locked",
        LockCondition.Expiring => "Expiring within 7 days",
        _ => "Held back a change",
    };

    public static string Word(this ProductKind kind) => kind switch
    {
        ProductKind.Simple => "Simple product",
        ProductKind.Variants => "With variants",
        ProductKind.Pack => "Pack",
        _ => "Virtual, nothing is shipped",
    };

    public static StateLook Look(this ProductState state) => state switch
    {
        ProductState.Active => new("check_circle", "Active", Tone.Good),
        ProductState.Inactive => new("pause_circle", "Switched off", Tone.Neutral),
        _ => new("link_off", "Gone from the shops", Tone.Warn),
    };
}
