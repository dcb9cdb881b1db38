using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Outbox;

namespace OrderSync.Web.Data;

public static class OutgoingStops
{
    /// <summary>The stop of everything outgoing that holds now, or null.</summary>
    public static Task<OutgoingStop?> FindOutgoingStopAsync(this OrderSyncDb db, CancellationToken ct) =>
        db.OutgoingStops.AsNoTracking().FirstOrDefaultAsync(row => row.Holds != null, ct);
}
