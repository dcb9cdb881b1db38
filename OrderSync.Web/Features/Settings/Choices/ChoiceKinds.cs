using OrderSync.Domain.Mappings;
using OrderSync.Domain.Settings;

namespace OrderSync.Web.Features.Settings.Choices;

/// <summary>How a list is called in addresses, in the audit and to people.</summary>
/// <param name="Slug">Part of addresses, of pages and of the API.</param>
/// <param name="Subject">Kind of subject in the audit.</param>
/// <param name="Add">What adds one is called.</param>
/// <param name="Lead">What the list is for.</param>
/// <param name="Setting">Word in the names of connector settings that hold a key of this list.</param>
/// <param name="Table">Mapping table whose targets are keys of this list.</param>
public sealed record ChoiceWords(
    ChoiceKind Kind, string Slug, string Subject, string One, string Add, string Many, string Icon, string Lead, string Setting, string? Table);

public static class ChoiceKinds
{
    public static IReadOnlyList<ChoiceWords> All { get; } =
    [
        new(ChoiceKind.Store, "stores", "store", "Store", "Add store", "Stores", "storefront",
            "Where orders belong: each shop's orders go to the store chosen in its integration.", "store", null),
        new(ChoiceKind.Warehouse, "warehouses", "warehouse", "Warehouse", "Add warehouse", "Warehouses", "warehouse",
            "Where stock lies. Integrations read stock into a warehouse, and send the stock of chosen ones.", "warehouse", null),
        new(ChoiceKind.ShippingMethod, "shipping-methods", "shipping-method", "Shipping method", "Add shipping method", "Shipping methods", "local_shipping",
            "What the carriers of your shops are mapped to.", "shipping", MappingTables.ShippingMethods),
        new(ChoiceKind.PaymentMethod, "payment-methods", "payment-method", "Payment method", "Add payment method", "Payment methods", "credit_card",
            "What the payments of your shops are mapped to.", "payment", MappingTables.PaymentMethods),
    ];

    public static ChoiceWords Words(this ChoiceKind kind) => All.First(words => words.Kind == kind);

    public static ChoiceWords? OfSlug(string? slug) => All.FirstOrDefault(words => words.Slug == slug);
}
