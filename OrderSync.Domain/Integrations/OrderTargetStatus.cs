using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Integrations;

/// <summary>Understands what an order target reports by itself.</summary>
public interface IOrderTargetReports
{
    /// <summary>Reads the body of a call. Whoever took it has checked the token in its address before; the call itself proves nothing.</summary>
    /// <param name="contentType">As the call says; empty when it does not.</param>
    TargetReport ReadReport(string contentType, ReadOnlySpan<byte> body);
}

/// <summary>A call of an order target.</summary>
public abstract record TargetReport
{
    private TargetReport()
    {
    }

    /// <summary>An empty call that only asks whether anybody is there: to be answered with success.</summary>
    public sealed record Probe : TargetReport;

    /// <summary>An order changed its status there.</summary>
    /// <param name="OrderId">The target's own number, as text.</param>
    /// <param name="Status">Its code of the status.</param>
    /// <param name="LocalTime">When, by its own clock without a zone: for people only, not for putting reports into order. Empty when it does not say.</param>
    public sealed record StatusChanged(string OrderId, string Status, string LocalTime) : TargetReport;

    /// <summary>Something else, to be answered with success as well and otherwise passed over.</summary>
    public sealed record NotUnderstood(Phrase Reason) : TargetReport;
}

/// <summary>Takes the calls of order targets, once it is known who calls.</summary>
public interface ITargetReports
{
    /// <summary>Works off one call: gives the order the status that is reported.</summary>
    /// <param name="orderId">The order the address was made for; null for the address of the whole account.</param>
    Task TakeAsync(long integrationId, long? orderId, string contentType, ReadOnlyMemory<byte> body, CancellationToken ct);
}

/// <summary>Asks an order target how an order is doing. Sparingly: vendors forbid asking in a circle, and block who does.</summary>
public interface IOrderTargetStatus
{
    /// <summary>By its own number of the order.</summary>
    /// <exception cref="RemoteFailureException">No useful answer; code <see cref="TargetStatusFailures.NotOffered"/> when this account cannot be asked at all.</exception>
    Task<TargetStatus> AskByOrderAsync(Connection connection, string orderId, CancellationToken ct);

    /// <summary>By the customer's phone, of today's orders.</summary>
    /// <exception cref="RemoteFailureException">No useful answer.</exception>
    Task<TargetStatus> AskByPhoneAsync(Connection connection, string phone, CancellationToken ct);
}

public static class TargetStatusFailures
{
    /// <summary>Code of the failure that means: never ask again.</summary>
    public const string NotOffered = "invalid-method";
}

/// <param name="Found">False when it knows no such order.</param>
/// <param name="Name">Its NAME of the status, as the account calls it; empty when not found.</param>
public sealed record TargetStatus(bool Found, string Name);

/// <summary>What the statuses of an order target mean here. Its words come as codes in reports and as names in answers.</summary>
public sealed class TargetStatusMap
{
    private readonly Dictionary<string, OrderStatus> meanings = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="rows">A mapping table: a status of ours, and the other side's words that mean it, between commas.</param>
    public TargetStatusMap(IReadOnlyDictionary<string, string>? rows)
    {
        foreach (var (source, words) in rows ?? new Dictionary<string, string>())
        {
            if (Enum.TryParse<OrderStatus>(source, out var status))
            {
                foreach (var word in Words(words))
                {
                    meanings.TryAdd(word, status);
                }
            }
        }
    }

    /// <summary>Null when the word means nothing here.</summary>
    public OrderStatus? Find(string word) => meanings.TryGetValue(word.Trim(), out var status) ? status : null;

    public static IReadOnlyList<string> Words(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
