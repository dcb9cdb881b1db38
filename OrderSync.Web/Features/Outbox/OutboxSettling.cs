using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderSync.Domain;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Outbox;

/// <summary>Base of what settles many messages: asks, saying how many and what it means; acts; tells what came of it.</summary>
public abstract class OutboxSettling : ActionComponent
{
    [Inject]
    protected IStringLocalizer<SharedText> L { get; set; } = null!;

    [Inject]
    private OutboxBulk Bulk { get; set; } = null!;

    [Inject]
    private CurrentActor Me { get; set; } = null!;

    [Inject]
    private Ask Ask { get; set; } = null!;

    [Inject]
    private Toasts Toasts { get; set; } = null!;

    protected async Task RetryAsync(OutboxGroup group)
    {
        var title = group.State == OutboxState.Unknown
            ? L.Plural(group.Count, "Look up 1 message at '{1}'?", "Look up {0} messages at '{1}'?", group.Integration)
            : L.Plural(group.Count, "Send 1 message to '{1}' again?", "Send {0} messages to '{1}' again?", group.Integration);
        var text = group.Delivery switch
        {
            DeliveryClass.LookUp => L["Before each one '{0}' is asked what it has: only what is missing is sent. Messages about one order leave in their order.", group.Integration],
            DeliveryClass.Idempotent => L["Each goes out with the number it had before, so that '{0}' takes none twice. Messages about one order leave in their order.", group.Integration],
            _ => L["None of them was taken by '{0}'. Each is sent once more.", group.Integration],
        };
        if (await Ask.ConfirmAsync(title, text, L["Send again"]))
        {
            await SettleAsync((actor, ct) => Bulk.RetryAsync(actor, group.Selection, ct), Retried);
        }
    }

    /// <summary>Everything that needs a person, over all causes shown, but for what must be settled one by one.</summary>
    protected async Task RetryAllAsync(IReadOnlyCollection<OutboxGroup> groups, long? integrationId)
    {
        var (count, left) = (groups.Where(group => !group.OneByOne).Sum(group => group.Count), groups.Where(group => group.OneByOne).Sum(group => group.Count));
        var text = L["Where a message may have arrived, the other system is asked first or knows it by its number: nothing is taken twice. Messages about one order leave in their order."].Value
            + (left == 0 ? "" : " " + L.Plural(left, "1 message stays: only somebody who looked can tell whether it arrived.", "{0} messages stay: only somebody who looked can tell whether they arrived."));
        if (await Ask.ConfirmAsync(L.Plural(count, "Send 1 message again?", "Send {0} messages again?"), text, L["Send again"]))
        {
            await SettleAsync((actor, ct) => Bulk.RetryAsync(actor, new OutboxSelection(integrationId), ct), Retried);
        }
    }

    protected async Task DropAsync(OutboxGroup group)
    {
        var title = L.Plural(group.Count, "Leave 1 message unsent?", "Leave {0} messages unsent?");
        var text = L["'{0}' does not learn what they tell. They stand under Dropped with your reason, and can still be sent one by one.", group.Integration];
        if (await Ask.ForReasonAsync(title, text, L["Do not send"], L["Why are they not sent?"], danger: true) is { } reason)
        {
            await SettleAsync((actor, ct) => Bulk.DropAsync(actor, group.Selection, reason, ct), Dropped);
        }
    }

    private string Retried(int count) => L.Plural(count, "1 message is sent again", "{0} messages are sent again");

    private string Dropped(int count) => L.Plural(count, "1 message will not be sent", "{0} messages will not be sent");

    private async Task SettleAsync(Func<Actor, CancellationToken, Task<Outcome<OutboxSettled>>> action, Func<int, string> tell)
    {
        if (await RunAsync(Action, async ct => await action(await Me.GetAsync(), ct)) is { Succeeded: true, Value: { } settled })
        {
            Toasts.Done(tell(settled.Count));
        }
    }
}
