using System.Text.Json;
using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.Requests;

namespace OrderSync.Web.Sandbox.Control;

public sealed record ShopStatus(
    string ShopName, string Url, string ApiKey, string LimitedKey, string DisabledKey, int Orders, ClockStatus Clock, ArrivalsSetting Arrivals,
    IReadOnlyList<FaultStatus> Faults, long Requests);

public sealed record ClockStatus(DateTimeOffset Now, double OffsetSeconds);

/// <summary>Either the offset or the time that it shall be.</summary>
public sealed record ClockSetting(double? OffsetSeconds, DateTimeOffset? Now);

public sealed record ArrivalsSetting(bool Enabled, double PerMinute);

public sealed record FaultSetting(int? Requests, string? Resource, int? Value);

public sealed record FaultStatus(string Kind, int? Requests, string? Resource, int? Value)
{
    public static FaultStatus Of(Fault fault) => new(NameOf(fault.Kind), fault.Requests, fault.Resource, fault.Value);

    public static FaultKind? Parse(string name) =>
        Enum.GetValues<FaultKind>().Cast<FaultKind?>().FirstOrDefault(kind => NameOf(kind!.Value) == name);

    public static string NameOf(FaultKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}

public sealed record NewOrders(int Count);

/// <param name="Reference">Of the article or combination.</param>
public sealed record Purchase(string Reference, int Quantity = 1);

public sealed record OrderNumbers(IReadOnlyList<int> Numbers);

public sealed record StateSetting(int State);

public sealed record ResetSetting(int? Orders);

public sealed record RequestReport(long Total, IReadOnlyDictionary<int, long> ByStatus, IReadOnlyList<LoggedRequest> Last);
