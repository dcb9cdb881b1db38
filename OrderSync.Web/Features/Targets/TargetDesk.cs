using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Outbox.Targets;

namespace OrderSync.Web.Features.Targets;

/// <summary>Looks things up in the other system while a customer is on the phone. Each look is one request within the account's limits.</summary>
public sealed class TargetDesk(IDbContextFactory<OrderSyncDb> databases, ConnectorRegistry connectors, ConnectionFactory connections, TargetReports reports)
{
    private const int LongestText = 50;

    public Task<Outcome<TargetStatus>> StatusByOrderAsync(Actor actor, long integrationId, string number, CancellationToken ct) =>
        AskAsync<IOrderTargetStatus, TargetStatus>(actor, integrationId, "number", number, (port, connection, text) => port.AskByOrderAsync(connection, text, ct), ct);

    /// <summary>Asks after an order that was sent, and lets it follow the answer.</summary>
    public async Task<Outcome<TargetStatus>> RefreshAsync(Actor actor, long integrationId, string remoteId, CancellationToken ct)
    {
        var asked = await StatusByOrderAsync(actor, integrationId, remoteId, ct);
        if (asked.Value is { Found: true } status)
        {
            await reports.TakeAsync(new TargetNews(integrationId, null, remoteId, MappingTables.TargetStatusNames, status.Name, ""), ct);
        }

        return asked;
    }

    public Task<Outcome<TargetStatus>> StatusByPhoneAsync(Actor actor, long integrationId, string phone, CancellationToken ct) =>
        AskAsync<IOrderTargetStatus, TargetStatus>(actor, integrationId, "phone", phone, (port, connection, text) => port.AskByPhoneAsync(connection, text, ct), ct);

    /// <returns>Null inside when there is nobody with the phone.</returns>
    public Task<Outcome<AccountCustomer?>> CustomerAsync(Actor actor, long integrationId, string phone, CancellationToken ct) =>
        AskAsync<ICustomerLookup, AccountCustomer?>(actor, integrationId, "phone", phone, (port, connection, text) => port.FindCustomerAsync(connection, text, ct), ct);

    /// <returns>Null inside when there is no such certificate.</returns>
    public Task<Outcome<CertificateWorth?>> CertificateAsync(Actor actor, long integrationId, string certificate, CancellationToken ct) =>
        AskAsync<ICertificateLookup, CertificateWorth?>(actor, integrationId, "certificate", certificate, (port, connection, text) => port.FindCertificateAsync(connection, text, ct), ct);

    private async Task<Outcome<TAnswer>> AskAsync<TPort, TAnswer>(
        Actor actor, long integrationId, string field, string text, Func<TPort, Connection, string, Task<TAnswer>> ask, CancellationToken ct)
        where TPort : class
    {
        if (actor.Lacks(Permission.SettleProblems) is { } refusal)
        {
            return refusal;
        }

        if (text.Trim().Length is 0 or > LongestText)
        {
            return Refusal.Field(field, "Enter what to look for; up to {0} characters.", $"{LongestText}");
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Integrations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == integrationId, ct) is not { } integration || connectors.Port<TPort>(integration.Connector) is not { } port)
        {
            return Refusal.NotFound("The integration");
        }

        try
        {
            return await ask(port, connections.Open(integration), text.Trim());
        }
        catch (RemoteFailureException error)
        {
            return new Refusal(RefusalKind.Conflict, new Phrase("{0} {1}", error.Failure.Message.ToString(), error.Failure.Remedy.ToString()));
        }
    }
}
