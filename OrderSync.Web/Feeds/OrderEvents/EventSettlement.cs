using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.OrderEvents;

/// <summary>
/// Settles the events a reading was made for, in the transaction that takes what was read. A shop may call before its own change can be read
/// (contracts/prestashop.md): while it shows the status from before, it is asked again for some seconds.
/// </summary>
internal sealed class EventSettlement(DueEvents due, Func<DateTime> now)
{
    private static readonly TimeSpan[] LookAgainAfter = [TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];
    private static readonly string TriedFor = LookAgainAfter.Sum(wait => wait.TotalSeconds).ToString("0.#", CultureInfo.InvariantCulture);

    private readonly Dictionary<string, ExternalOrder> shop = [];
    private readonly HashSet<string> gone = [];
    private readonly HashSet<long> done = [];

    /// <summary>Notes what the shop shows, before it is taken.</summary>
    public void Show(OrderPage page)
    {
        gone.UnionWith(page.Gone);
        foreach (var order in page.Orders)
        {
            shop[order.ExternalId] = order;
        }
    }

    /// <summary>Settles the events of orders that were taken. May be run again from fresh rows.</summary>
    public async Task SettleAsync(OrderSyncDb db, IReadOnlyList<TakenItem> taken, CancellationToken ct)
    {
        var byOrder = taken.GroupBy(item => item.ExternalId).ToDictionary(group => group.Key, group => group.Last());
        foreach (var row in await RowsAsync(db, due.Events.Where(row => byOrder.ContainsKey(row.ShopOrderId)), ct))
        {
            var item = byOrder[row.ShopOrderId];
            if (shop.TryGetValue(row.ShopOrderId, out var order) && IsBehind(row, order, item.Outcome))
            {
                LookAgain(row, InboxState.Behind, new Phrase(
                    "The shop still showed status {0} after {1} s. 'Update orders' takes the change as soon as the shop shows it.", order.StatusId, TriedFor));
            }
            else
            {
                Settle(row, StateOf(item.Outcome), item.Message);
            }

            done.Add(row.Id);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>Settles the events of orders nothing was taken of.</summary>
    public async Task<RunCounts> SettleRestAsync(OrderSyncDb db, ImportSettings settings, CancellationToken ct)
    {
        foreach (var row in await RowsAsync(db, due.Events.Where(row => !done.Contains(row.Id)), ct))
        {
            if (shop.ContainsKey(row.ShopOrderId) && !settings.IsBeforeStart(row.ShopOrderId))
            {
                LookAgain(row, InboxState.LeftAlone, new Phrase("The shop was still writing the order after {0} s. 'Update orders' looks at it again.", TriedFor));
            }
            else if (shop.ContainsKey(row.ShopOrderId))
            {
                Settle(row, InboxState.LeftAlone, new Phrase("The order is older than the first one to import."));
            }
            else
            {
                Settle(row, InboxState.Gone, gone.Contains(row.ShopOrderId) ? new Phrase("The shop has no such order.") : new Phrase("The shop did not show the order."));
            }
        }

        return new RunCounts();
    }

    private static Task<List<InboxEvent>> RowsAsync(OrderSyncDb db, IEnumerable<InboxEvent> events, CancellationToken ct)
    {
        var ids = events.Select(row => row.Id).ToList();
        return ids.Count == 0 ? Task.FromResult(new List<InboxEvent>()) : db.InboxEvents.Where(row => ids.Contains(row.Id) && row.DueAt != null).ToListAsync(ct);
    }

    /// <summary>
    /// The shop shows neither this event's status nor one that another event of the order tells of, but the one from before. A shop that did not
    /// say what was before is behind when nothing has changed.
    /// </summary>
    private bool IsBehind(InboxEvent row, ExternalOrder order, ItemOutcome outcome) =>
        !due.Events.Any(other => other.ShopOrderId == row.ShopOrderId && other.NewStatus == order.StatusId)
        && (row.OldStatus.Length > 0 ? row.OldStatus == order.StatusId : outcome == ItemOutcome.Unchanged);

    private void LookAgain(InboxEvent row, InboxState otherwise, Phrase why)
    {
        if (row.Looks < LookAgainAfter.Length)
        {
            row.DueAt = now() + LookAgainAfter[row.Looks];
            row.Looks++;
        }
        else
        {
            Settle(row, otherwise, why);
        }
    }

    private void Settle(InboxEvent row, InboxState state, Phrase? result) => (row.State, row.Result, row.SettledAt, row.DueAt) = (state, result, now(), null);

    private static InboxState StateOf(ItemOutcome outcome) => outcome switch
    {
        ItemOutcome.Created or ItemOutcome.Updated => InboxState.Followed,
        ItemOutcome.Unchanged => InboxState.Unchanged,
        _ => InboxState.LeftAlone,
    };
}
