namespace OrderSync.Domain.Mappings;

/// <summary>Names of the mapping tables that exist everywhere; a connector may add its own.</summary>
public static class MappingTables
{
    public const string OrderStatuses = "order-statuses";
    public const string ShippingMethods = "shipping-methods";
    public const string PaymentMethods = "payment-methods";

    /// <summary>From our statuses to the states of the shop the order came from.</summary>
    public const string StatusesBack = "statuses-back";

    /// <summary>From our statuses to the words of a system that is told how orders go on; from the codes of a pharmacy's program to our statuses.</summary>
    public const string Statuses = "statuses";

    /// <summary>From the courier codes of a pharmacy's program to our shipping methods.</summary>
    public const string Couriers = "couriers";

    /// <summary>From our statuses to the codes and to the names by which an order target reports them, several between commas.</summary>
    public const string TargetStatusCodes = "statuses-by-code";
    public const string TargetStatusNames = "statuses-by-name";

    /// <summary>From our payment methods to an order target's codes.</summary>
    public const string TargetPayments = "payments";

    /// <summary>From the integration an order came from (its id) to an order target's codes.</summary>
    public const string TargetChannels = "channels";
    public const string TargetPoints = "points";
    public const string TargetAffiliates = "affiliates";

    /// <summary>From an order target's own fields to what of an order fills each.</summary>
    public const string TargetFields = "fields";
}

/// <summary>A value of the other system, as it can be mapped.</summary>
/// <param name="Source">Stable key in the other system.</param>
/// <param name="Hints">Facts that help to propose a target, for example <c>paid</c> = <c>1</c>.</param>
public sealed record MappableValue(string Source, string Name, IReadOnlyDictionary<string, string> Hints);

/// <summary>One row of a mapping table: a value of the other system and what it means here. Without a target it is known but not mapped.</summary>
public sealed class ValueMapping
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required string Table { get; init; }
    public required string Source { get; init; }
    public string SourceName { get; set; } = "";
    public IReadOnlyDictionary<string, string> Hints { get; set; } = new Dictionary<string, string>();

    /// <summary>JSON: a <see cref="StatusRule"/> for order statuses, a key (JSON string) for methods; null while unmapped.</summary>
    public string? Target { get; set; }
    public DateTime UpdatedAt { get; set; }
    public string UpdatedBy { get; set; } = "";
    public Guid Stamp { get; set; }
}
