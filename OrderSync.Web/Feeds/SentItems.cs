using OrderSync.Domain.Feeds;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Outbox;

namespace OrderSync.Web.Feeds;

/// <summary>What became of a message, as an item of the run that sent it.</summary>
internal static class SentItems
{
    public static FeedRunItem Of(FeedContext context, SentMessage message) => new()
    {
        RunId = context.RunId,
        ExternalId = message.Order.ExternalId,
        Label = message.Order.Reference,
        Outcome = message.State switch
        {
            OutboxState.Sent => message.ChangedSomething ? ItemOutcome.Updated : ItemOutcome.Unchanged,
            OutboxState.Dropped => ItemOutcome.Skipped,
            OutboxState.Dead => ItemOutcome.Failed,
            _ => ItemOutcome.Waiting,
        },
        Cause = message.State is OutboxState.Sent or OutboxState.Dropped ? "" : message.Code,
        Message = message.Answer,
        IncomingOrderId = message.Order.IncomingOrderId,
        At = context.Now,
    };
}
