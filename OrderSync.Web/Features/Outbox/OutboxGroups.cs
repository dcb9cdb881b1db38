using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Outbox;

/// <summary>Messages to one system that need a person for the same cause.</summary>
/// <param name="State">Dead or Unknown.</param>
/// <param name="Code">Stable name of the failure; empty when none.</param>
/// <param name="FirstAt">When the first of them came to need somebody.</param>
/// <param name="Answer">What the other side said to the newest.</param>
public sealed record OutboxGroup(
    long IntegrationId, string Integration, OutboxState State, string Code, DeliveryClass Delivery, int Count, DateTime FirstAt, DateTime LastAt, Phrase? Answer)
{
    /// <summary>Only somebody who looked can tell whether they arrived.</summary>
    public bool OneByOne => this is { State: OutboxState.Unknown, Delivery: DeliveryClass.AskPerson };

    /// <summary>Found before anything was sent: the order, a mapping or a setting has to be mended first.</summary>
    private bool IsOurs => Enum.GetValues<TargetFaultKind>().Any(kind => kind.ToKebab() == Code);

    public OutboxSelection Selection => new(IntegrationId, State, Code);

    /// <summary>What holds them, in plain words.</summary>
    public Phrase Title => (State, Code) switch
    {
        (OutboxState.Unknown, _) => new Phrase("Nobody knows whether '{0}' took these", Integration),
        (_, "refused") => new Phrase("'{0}' refused these", Integration),
        (_, "internal") => new Phrase("OrderSync made a mistake over messages to '{0}'", Integration),
        _ when IsOurs => new Phrase("These cannot be sent to '{0}' as they are", Integration),
        _ => new Phrase("'{0}' could not be told; given up after many attempts", Integration),
    };
}

/// <summary>Puts messages that need a person together by what holds them.</summary>
public sealed class OutboxGroups(IDbContextFactory<OrderSyncDb> databases)
{
    /// <returns>The largest first.</returns>
    public async Task<IReadOnlyList<OutboxGroup>> ListAsync(long? integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var stuck = OutboxSelection.Stuck(db);
        stuck = integrationId is { } only ? stuck.Where(row => row.IntegrationId == only) : stuck;
        var groups = await stuck
            .GroupBy(row => new { row.IntegrationId, row.State, row.LastCode, row.Delivery })
            .Select(group => new
            {
                group.Key,
                Count = group.Count(),
                First = group.Min(row => row.SettledAt ?? row.CreatedAt),
                Last = group.Max(row => row.SettledAt ?? row.CreatedAt),
                Newest = group.Max(row => row.Id),
            }).ToListAsync(ct);
        var newest = groups.ConvertAll(group => group.Newest);
        var answers = await db.OutboxMessages.Where(row => EF.Parameter(newest).Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.LastAnswer, ct);
        var names = await db.Integrations.ToDictionaryAsync(row => row.Id, row => row.Name, ct);
        return [.. groups.OrderByDescending(group => group.Count).ThenBy(group => group.Newest).Select(group => new OutboxGroup(
            group.Key.IntegrationId, names.GetValueOrDefault(group.Key.IntegrationId, ""), group.Key.State, group.Key.LastCode, group.Key.Delivery,
            group.Count, group.First, group.Last, answers.GetValueOrDefault(group.Newest)))];
    }
}
