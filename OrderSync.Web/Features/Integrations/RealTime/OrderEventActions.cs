using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Data.Inbox;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Features.Integrations.RealTime;

/// <summary>Gives shops what they need to report changes: an address and a secret.</summary>
public sealed class OrderEventActions(
    IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, InboundKeys keys, InboundSecrets secrets, PublicUrl publicUrl, FeedMonitor monitor, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Makes the address, if there is none yet. The secret does not leave the database.</summary>
    public async Task<Outcome> PrepareAsync(Actor actor, long integrationId, CancellationToken ct) => new((await OpenAsync(actor, integrationId, ct)).Refusal);

    /// <summary>The address and the secret, to be handed to the shop; made when there are none yet.</summary>
    internal async Task<Outcome<InboundAccess>> OpenAsync(Actor actor, long integrationId, CancellationToken ct)
    {
        if (await RefusalAsync(actor, integrationId, ct) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await keys.OpenAsync(db, integrationId, ct);
        return secrets.Open(row.Secret) is { } secret
            ? AccessOf(row, secret)
            : Refusal.Conflict("The secret cannot be read: the database's encryption keys were changed. Make a new secret.");
    }

    /// <summary>Makes a new secret. The one before is good for a week, so that nothing is lost until the shop knows the new one.</summary>
    public async Task<Outcome<InboundAccess>> NewSecretAsync(Actor actor, long integrationId, CancellationToken ct)
    {
        if (await RefusalAsync(actor, integrationId, ct) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var row = await keys.OpenAsync(db, integrationId, ct);
        var secret = keys.Renew(row);
        db.Record(actor, Now, "integration.secret-changed", await SubjectAsync(db, integrationId, ct), after: new { previousGoodUntil = row.PreviousUntil });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("Somebody else made a new secret at this moment. Reload the page.");
        }

        monitor.Publish(Topics.Integrations, Topics.Inbox);
        return AccessOf(row, secret);
    }

    /// <summary>The module for the shop, filled in.</summary>
    internal async Task<Outcome<InboundAccess>> HandOutModuleAsync(Actor actor, long integrationId, CancellationToken ct)
    {
        var opened = await OpenAsync(actor, integrationId, ct);
        if (opened.Value is not { } access)
        {
            return opened;
        }

        if (access.Address is null)
        {
            return Refusal.Conflict("OrderSync does not know the address shops reach it under. Set PublicUrl, for example to https://orders.example.com, and start OrderSync again.");
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        db.Record(actor, Now, "integration.module-downloaded", await SubjectAsync(db, integrationId, ct));
        await db.SaveChangesAsync(ct);
        return access;
    }

    internal async Task<ConnectorDescriptor?> ConnectorOfAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var key = await db.Integrations.Where(row => row.Id == integrationId).Select(row => (ConnectorKey?)row.Connector).SingleOrDefaultAsync(ct);
        return key is { } known && connectors.TryGet(known, out var connector) ? connector : null;
    }

    private InboundAccess AccessOf(InboundKey row, string secret) =>
        new(OrderEventQueries.PathOf(row.Key), publicUrl.Of(OrderEventQueries.PathOf(row.Key)), secret, row.PreviousUntil);

    private async Task<Refusal?> RefusalAsync(Actor actor, long integrationId, CancellationToken ct) =>
        actor.Lacks(Permission.ManageIntegrations) ?? (await ConnectorOfAsync(integrationId, ct) switch
        {
            null => Refusal.NotFound("The integration"),
            var connector when !OrderEventQueries.IsOffered(connector) => Refusal.Conflict("Systems of this kind cannot report changes by themselves."),
            _ => null,
        });

    private static async Task<Subject> SubjectAsync(OrderSyncDb db, long integrationId, CancellationToken ct) =>
        IntegrationActions.SubjectOf(integrationId, await db.Integrations.Where(row => row.Id == integrationId).Select(row => row.Name).SingleAsync(ct));
}
