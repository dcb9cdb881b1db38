using OrderSync.Domain;
using OrderSync.Domain.Importing.Explaining;
using OrderSync.Web.Features.Completeness;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Features.Problems;
using OrderSync.Web.Feeds.ImportOrders;

namespace OrderSync.Web.Features.Explain;

/// <summary>What was set going.</summary>
/// <param name="Run">The run that does it; null when it waits for the shop to be switched on.</param>
public sealed record MendStarted(long? Run);

/// <summary>Does what the answer says gets the order here, with the actions the other pages use.</summary>
public sealed class ExplainActions(ProblemActions problems, OrderReading reading, FeedActions feeds)
{
    public async Task<Outcome<MendStarted>> MendAsync(Actor actor, long integrationId, Explanation answer, CancellationToken ct)
    {
        switch (answer.Mend.Kind)
        {
            case MendKind.TakeBack when answer.IncomingId is { } left:
                return Of(await problems.UnignoreAsync(actor, ProblemSelection.Of(left), ct), settled => settled.RunIds.Count > 0 ? settled.RunIds[0] : null);
            case MendKind.Retry when answer.IncomingId is { } aside:
                return Of(await problems.RetryAsync(actor, ProblemSelection.Of(aside), ct), settled => settled.RunIds.Count > 0 ? settled.RunIds[0] : null);
            case MendKind.ReadNow:
                return Of(await reading.ReadAsync(actor, integrationId, [answer.Number], ct), started => started.Run);
            case MendKind.RunImport:
                return Of(await feeds.RunNowAsync(actor, integrationId, ImportOrdersFeed.FeedKey, ct), started => started.RunId);
            default:
                return Refusal.Conflict("There is nothing to start. Ask again: the answer may have changed.");
        }
    }

    private static Outcome<MendStarted> Of<T>(Outcome<T> outcome, Func<T, long?> run) => outcome.Refusal is { } refusal ? refusal : new MendStarted(run(outcome.Value!));
}
