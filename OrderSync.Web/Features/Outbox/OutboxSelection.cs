using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Outbox;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Outbox;

/// <summary>Messages that need a person: given up, or in doubt with nobody left to ask. Which of them are meant: all, those of a cause, or single ones.</summary>
/// <param name="State">Dead or Unknown; null means both.</param>
/// <param name="Code">Stable name of the last failure; empty means none, null means any.</param>
/// <param name="Ids">Only these; null means all that match.</param>
public sealed record OutboxSelection(long? IntegrationId = null, OutboxState? State = null, string? Code = null, IReadOnlyCollection<long>? Ids = null)
{
    /// <summary>Messages nothing happens to by themselves any more.</summary>
    public static IQueryable<OutboxMessage> Stuck(OrderSyncDb db) =>
        db.OutboxMessages.Where(row => row.State == OutboxState.Dead || (row.State == OutboxState.Unknown && row.NextAttemptAt == null));

    /// <summary>What may be decided for many at once.</summary>
    public IQueryable<OutboxMessage> Together(OrderSyncDb db) =>
        Of(db).Where(row => row.State != OutboxState.Unknown || row.Delivery != DeliveryClass.AskPerson);

    /// <summary>Nobody but a person who looked can tell whether these arrived: they are settled one by one, never together with others.</summary>
    public IQueryable<OutboxMessage> OneByOne(OrderSyncDb db) =>
        Of(db).Where(row => row.State == OutboxState.Unknown && row.Delivery == DeliveryClass.AskPerson);

    private IQueryable<OutboxMessage> Of(OrderSyncDb db)
    {
        var rows = Stuck(db);
        rows = IntegrationId is { } integration ? rows.Where(row => row.IntegrationId == integration) : rows;
        rows = State is { } state ? rows.Where(row => row.State == state) : rows;
        rows = Code is { } code ? rows.Where(row => row.LastCode == code) : rows;
        return Ids is { } ids ? rows.Where(row => EF.Parameter(ids).Contains(row.Id)) : rows;
    }
}
