using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Data.Inbox;

/// <inheritdoc/>
public sealed class IntegrationDirectory(IDbContextFactory<OrderSyncDb> databases) : IIntegrationDirectory
{
    /// <inheritdoc/>
    public Task<Integration?> FindAsync(string key, CancellationToken ct) => databases.ReadAsync(db => db.Integrations.AsNoTracking()
        .SingleOrDefaultAsync(row => db.InboundKeys.Any(candidate => candidate.IntegrationId == row.Id && candidate.Key == key), ct), ct);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Integration>> EnabledAsync(ConnectorKey connector, CancellationToken ct) => await databases.ReadAsync(db => db.Integrations.AsNoTracking()
        .Where(row => row.Connector == connector && row.Enabled).OrderBy(row => row.Id).ToListAsync(ct), ct);
}
