using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts.Rules;

/// <summary>Shops that do not answer as they should, and feeds of shops that answer but whose last runs failed all the same.</summary>
public sealed class FailingFeeds(ConnectorRegistry connectors, FeedTitles titles) : IAlertRule
{
    private const string Key = "failing-feeds";

    /// <summary>Runs that are queued, running, cancelled or interrupted say nothing; a few of them may lie between.</summary>
    private const int Extra = 5;

    public AlertRuleAbout About { get; } = new(
        Key, "Feeds that fail", "Tells when a shop refuses its key or fails several times in a row, and when the runs of one feed keep failing.")
    {
        Number = Faults.Failures,
    };

    public async Task<IReadOnlyList<AlertCondition>> ReadAsync(OrderSyncDb db, AlertLook look, CancellationToken ct)
    {
        var found = new List<AlertCondition>();
        foreach (var shop in look.Integrations.Where(row => !connectors.IsTold(row)))
        {
            if (shop.Fault is not null)
            {
                found.AddRange(await Faults.OfAsync(db, shop, Key, look, new Phrase("{0} does not answer as it should", shop.Name), ct) is { } fault ? [fault] : []);
                continue;
            }

            foreach (var feed in await db.Feeds.AsNoTracking().Where(row => row.IntegrationId == shop.Id && !row.Paused).ToListAsync(ct))
            {
                found.AddRange(await OfAsync(db, shop, feed, look, ct) is { } condition ? [condition] : []);
            }
        }

        return found;
    }

    private async Task<AlertCondition?> OfAsync(OrderSyncDb db, Integration shop, Feed feed, AlertLook look, CancellationToken ct)
    {
        var runs = await db.FeedRuns.AsNoTracking().Where(row => row.FeedId == feed.Id).OrderByDescending(row => row.Id).Take(look.Threshold + Extra)
            .Select(row => new { row.Id, row.State, row.FinishedAt, row.QueuedAt, row.Message, row.Remedy }).ToListAsync(ct);
        var ended = runs.Where(row => row.State is RunState.Succeeded or RunState.CompletedWithProblems or RunState.Failed).Take(look.Threshold).ToList();
        if (ended.Count < look.Threshold || ended.Any(row => row.State != RunState.Failed))
        {
            return null;
        }

        var (last, name) = (ended[0], titles.Of(feed.Key));
        var path = FormattableString.Invariant($"/runs/{last.Id}");
        return new AlertCondition(new AlertKey(Key, shop.Id, feed.Key.Value), shop.Name)
        {
            Title = new Phrase("{0}: '{1}' keeps failing", shop.Name, name),
            Remedy = last.Remedy ?? new Phrase("Open the run: it says what happened and what to do."),
            Path = path,
            Since = ended[^1].FinishedAt ?? ended[^1].QueuedAt,
            Newest = last.Message is { } said ? [new AlertExample(said, path, last.FinishedAt ?? last.QueuedAt)] : [],
        };
    }
}
