using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.FrontPad;

public static class FrontPadSetup
{
    public static readonly ConnectorKey Key = new("frontpad");

    private static readonly TypedTarget Code = new("API code", FrontPadRules.CodeFault);

    /// <summary>Where the fields of an order come from at first.</summary>
    internal static readonly IReadOnlyDictionary<string, string> UsualFields =
        FillableFields.All.Where(field => field.Usual.Length > 0).ToDictionary(field => field.Name, field => field.Usual);

    /// <summary>Its words are those of <see cref="FieldSource"/>.</summary>
    private const string FieldsHelp =
        "Words, joined by +: street, home, entrance, floor and apartment (told apart by themselves), line1, line2, city, postcode, state, company, other, name, email, phone, note, gift, reference, id, "
        + "carrier, payment, discount, total. note[Time] takes what stands behind \"Time:\" in the customer's note; a text of your own stands in quotes. A field without a source is not sent.";

    public static IServiceCollection AddFrontPad(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOutboundHttp(FrontPadClient.HttpName);
        services.AddSingleton(provider => new FrontPadClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(FrontPadClient.HttpName),
            provider.GetRequiredService<IAccountBudget>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<FrontPadConnector>();
        services.AddSingleton(provider => Describe(provider.GetRequiredService<FrontPadConnector>()));
        return services;
    }

    private static ConnectorDescriptor Describe(FrontPadConnector connector) => new(
        Key,
        "FrontPad",
        "Sends orders to a FrontPad account, to be made and delivered, and brings their statuses back.",
        typeof(FrontPadSettings),
        typeof(FrontPadSettingsForm),
        [
            new FeedOffer(new FeedKey("send-orders"), null),
            new FeedOffer(new FeedKey("check-statuses"), null),
            new FeedOffer(new FeedKey("refresh-articles"), null),
        ],
        [
            Typed(MappingTables.TargetPayments, "Payment methods", "Payment method in OrderSync", MappingLeft.PaymentMethods,
                "API codes from FrontPad: Reference, Payment variants. What has none gets the default of the settings."),
            Statuses(MappingTables.TargetStatusCodes, "Statuses by code", new TypedTarget("10, 12", FrontPadRules.CodeFault) { IsList = true },
                "API codes from FrontPad: Reference, Statuses. An order that FrontPad reports with one of them gets the status at the left. Several codes stand between commas."),
            Statuses(MappingTables.TargetStatusNames, "Statuses by name", new TypedTarget("Новый", NameFault) { IsList = true },
                "Names of the statuses as FrontPad shows them: it gives them when it is asked after an order. Several names stand between commas."),
            Typed(MappingTables.TargetChannels, "Sales channels", "Orders of", MappingLeft.Shops,
                "API codes from FrontPad: Settings, Sales channels. What has none gets the default of the settings."),
            Typed(MappingTables.TargetPoints, "Points of sale", "Orders of", MappingLeft.Shops,
                "API codes from FrontPad: Settings, Points of sale. What has none gets the default of the settings."),
            Typed(MappingTables.TargetAffiliates, "Branches", "Orders of", MappingLeft.Shops,
                "API codes from FrontPad: Settings, Branches. Used when branches are switched on in the settings; what has none gets the default."),
            new MappingTableOffer(MappingTables.TargetFields, "Fields", "Field in FrontPad", FieldsHelp)
            {
                Left = MappingLeft.Listed,
                Sources = [.. FillableFields.All.Select(field => new KeyValuePair<string, string>(field.Name, field.Title))],
                Typed = new TypedTarget("note[…]", FrontPadRules.SourceFault),
                TargetTitle = "Comes from",
                Defaults = UsualFields,
            },
        ],
        connector)
    {
        SandboxName = "Sandbox FrontPad",
        SandboxSettings = () => new FrontPadSettings
        {
            Url = SandboxAddress.FrontPadUrl,
            Secret = SandboxAddress.FrontPadSecret,
            ArticleNumber = FrontPadArticleNumber.Ean,
            HookStatuses = ["1", "3", "4", "10", "11"],
        },
        SandboxTargets = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            [MappingTables.TargetStatusCodes] = SandboxStatuses("1", "3, 12", "4", "10", "11"),
            [MappingTables.TargetStatusNames] = SandboxStatuses("Новый", "В производстве, Произведен", "В пути", "Выполнен", "Отменен"),
        },
    };

    private static Dictionary<string, string> SandboxStatuses(string isNew, string made, string onTheWay, string done, string cancelled) => new()
    {
        [nameof(OrderStatus.Confirmed)] = isNew,
        [nameof(OrderStatus.Preparing)] = made,
        [nameof(OrderStatus.Shipped)] = onTheWay,
        [nameof(OrderStatus.Delivered)] = done,
        [nameof(OrderStatus.Cancelled)] = cancelled,
    };

    private static MappingTableOffer Typed(string table, string title, string source, MappingLeft left, string help) => new(table, title, source, help)
    {
        Left = left,
        Typed = Code,
        TargetTitle = "In FrontPad",
    };

    private static MappingTableOffer Statuses(string table, string title, TypedTarget typed, string help) => new(table, title, "Status in OrderSync", help)
    {
        Statuses = Enum.GetValues<OrderStatus>(),
        Typed = typed,
        TargetTitle = "In FrontPad",
    };

    private static Phrase? NameFault(string name) => name.Length <= 50 ? null : new Phrase("'{0}' is longer than the name of a status can be.", name);
}
