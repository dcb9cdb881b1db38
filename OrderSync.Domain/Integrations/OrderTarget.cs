using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Integrations;

/// <summary>
/// A system that is sent whole orders to be carried out, for example a restaurant's till (contracts/frontpad.md §2.1). It cannot tell a repeated
/// order from a new one, so a message whose fate is in doubt is never sent again without a person's word.
/// </summary>
public interface IOrderTarget
{
    /// <summary>Whose orders it is sent, and when.</summary>
    TargetSettings TargetSettings(Connection connection);

    /// <summary>The exact message for an order, or why there can be none. Pure: the same order, settings and maps give the same draft.</summary>
    TargetDraft Draft(Connection connection, Order order, OrderTargetMaps maps);

    /// <summary>
    /// Waits until a message could leave at once, without taking anybody's place. Wait here before writing down that a message is being sent: a
    /// process that dies in the queue then leaves nothing in doubt.
    /// </summary>
    ValueTask WaitForTurnAsync(Connection connection, CancellationToken ct);

    /// <summary>Sends one message, once. What was sent and answered goes to the connection's observer, secrets masked.</summary>
    /// <param name="message"><see cref="TargetDraft.Message"/> as it was stored.</param>
    /// <param name="callback">Address the system reports status changes of this order to, with its token; null for none. It is not part of the
    /// message because whoever has it can change the order.</param>
    /// <exception cref="RemoteFailureException">
    /// It was certainly not taken and may be sent again later, or nobody knows (<see cref="RemoteFailureKind.Unknown"/>): then only a person may
    /// have it sent again.
    /// </exception>
    Task<TargetAnswer> SendAsync(Connection connection, string message, Uri? callback, CancellationToken ct);
}

/// <summary>What a merchant chose for an order target.</summary>
/// <param name="Sources">Integrations whose orders it is sent; empty for all.</param>
/// <param name="SendAt">The statuses at which an order is sent, the first time it has one of them; empty for right after import.</param>
public sealed record TargetSettings(IReadOnlyList<long> Sources, IReadOnlyList<OrderStatus> SendAt)
{
    /// <summary>Orders in these are done with: they are never sent, and a report of the target does not move them any more.</summary>
    public static readonly IReadOnlyList<OrderStatus> Final = [OrderStatus.Delivered, OrderStatus.Cancelled, OrderStatus.Refunded];

    /// <summary>Whether reports of status changes are asked for with each order.</summary>
    public bool WantsCallback { get; init; }

    /// <summary>It is this program's sandbox, which reaches the program without a public address.</summary>
    public bool IsSandbox { get; init; }

    /// <summary>Whether and how long orders are asked after; null when they are not.</summary>
    public TargetPolling? Polling { get; init; }

    public bool IsFrom(long integrationId) => Sources.Count == 0 || Sources.Contains(integrationId);

    /// <summary>Whether an order that has reached the status is to be sent, if it was not before.</summary>
    public bool IsDue(OrderStatus status) => !Final.Contains(status) && (SendAt.Count == 0 || SendAt.Contains(status));
}

/// <summary>How orders are asked after that the target does not report on by itself.</summary>
/// <param name="Statuses">Only orders in one of these.</param>
/// <param name="Days">Only orders sent within so many days.</param>
public sealed record TargetPolling(IReadOnlyList<OrderStatus> Statuses, int Days);

/// <summary>What a draft needs to know besides order and settings.</summary>
/// <param name="Tables">Filled mapping tables of the integration, by name: the other side's code for each source.</param>
/// <param name="Now">UTC.</param>
public sealed record OrderTargetMaps(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Tables, DateTime Now)
{
    /// <summary>Articles the other side has; null when that is not known, then none is refused for it.</summary>
    public IReadOnlySet<string>? Articles { get; init; }

    /// <summary>Name of the shop the order came from, for people.</summary>
    public string ShopName { get; init; } = "";

    public string? Find(string table, string source) => Tables.GetValueOrDefault(table)?.GetValueOrDefault(source);
}
