using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Importing.Completeness;

/// <summary>What is here of an order of the shop.</summary>
/// <param name="HasOrder">The order it became is here.</param>
public sealed record SeenHere(IncomingState State, bool HasOrder);

/// <summary>
/// Counts a shop's orders day by day against what is here. Pure, and as small as the number of days: of the orders themselves only the newest
/// unexplained ones are kept.
/// </summary>
public sealed class CompletenessTally(long integrationId, ImportSettings settings, DateTime now)
{
    /// <summary>So many unexplained orders are named; of more the number is known.</summary>
    public const int Named = 1000;

    private readonly Dictionary<DateOnly, CompletenessDay> days = [];
    private readonly Queue<UnexplainedOrder> unexplained = [];

    public IReadOnlyCollection<CompletenessDay> Days => days.Values;

    /// <summary>The newest of them, the oldest first.</summary>
    public IReadOnlyCollection<UnexplainedOrder> Unexplained => unexplained;

    public int InShop => days.Values.Sum(day => day.InShop);

    public int UnexplainedInAll => days.Values.Sum(day => day.Unexplained);

    /// <param name="here">Null when it was never seen.</param>
    /// <param name="isPast">Reading new orders is past it.</param>
    /// <returns>False when nothing accounts for it.</returns>
    public bool Add(OrderHead head, SeenHere? here, bool isPast)
    {
        var day = DayOf(head.Day ?? DateOnly.MinValue);
        day.InShop++;
        switch (here)
        {
            case { HasOrder: true }:
                day.Imported++;
                return true;
            case { State: IncomingState.Imported }:
                Keep(head, day, UnexplainedKind.Deleted);
                return false;
            case { State: IncomingState.Ignored }:
            case null when settings.IsBeforeStart(head.ExternalId):
                day.Ignored++;
                return true;
            case { State: IncomingState.Problem }:
                day.Problems++;
                return true;
            case not null:
                day.Waiting++;
                return true;
            case null when !isPast:
                day.NotRead++;
                return true;
            default:
                Keep(head, day, UnexplainedKind.NeverRead);
                return false;
        }
    }

    private void Keep(OrderHead head, CompletenessDay day, UnexplainedKind kind)
    {
        day.Unexplained++;
        unexplained.Enqueue(new UnexplainedOrder { IntegrationId = integrationId, ExternalId = head.ExternalId, Day = day.Day, Kind = kind, FoundAt = now });
        if (unexplained.Count > Named)
        {
            unexplained.Dequeue();
        }
    }

    private CompletenessDay DayOf(DateOnly day) =>
        days.TryGetValue(day, out var found) ? found : days[day] = new CompletenessDay { IntegrationId = integrationId, Day = day, CheckedAt = now };
}
