using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Connectors.Shared.Inbound;
using OrderSync.Web.Data.Inbox;

namespace OrderSync.Web.Outbox.Targets;

/// <summary>The addresses systems report status changes under. They carry a token, so they are made when they are handed out and never stored.</summary>
public sealed class TargetCallbacks(InboundKeys keys, InboundSecrets secrets, PublicUrl publicUrl, SandboxAddress sandbox)
{
    /// <param name="orderId">Null for the address of the whole account.</param>
    /// <returns>Null when nobody outside could reach it: the public address is not set, or the secret cannot be read.</returns>
    public async Task<Uri?> ForAsync(long integrationId, TargetSettings settings, long? orderId, CancellationToken ct)
    {
        var row = await keys.OpenAsync(integrationId, ct);
        if (secrets.Open(row.Secret) is not { } secret)
        {
            return null;
        }

        var path = ReportToken.PathOf(row.Key, secret, orderId);
        return settings.IsSandbox && sandbox.OwnListener is { } own ? new Uri(own, path) : publicUrl.Of(path);
    }
}
