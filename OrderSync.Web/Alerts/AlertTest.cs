using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Web.Alerts.Sending;
using OrderSync.Web.Data;

namespace OrderSync.Web.Alerts;

/// <summary>Sends a real message by a channel, at once, and stands in the history like any other. It is not tried again by itself.</summary>
public sealed class AlertTest(IDbContextFactory<OrderSyncDb> databases, AlertQueue queue, TimeProvider clock)
{
    /// <param name="by">Who asks.</param>
    /// <returns>Null when there is no such channel.</returns>
    public async Task<SendResult?> SendAsync(long channelId, string by, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.AlertChannels.AsNoTracking().SingleOrDefaultAsync(row => row.Id == channelId, ct) is not { } channel)
        {
            return null;
        }

        var alert = queue.Held(new Alert
        {
            Key = Guid.NewGuid(),
            ChannelId = channel.Id,
            Channel = channel.Name,
            Kind = channel.Kind,
            Addresses = channel.Addresses,
            Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
            Entries = [new AlertEntry(AlertEntryKind.Test, About(by), 0)],
            CreatedAt = clock.GetUtcNow().UtcDateTime,
        });
        db.Alerts.Add(alert);
        await db.SaveChangesAsync(ct);
        return await queue.AttemptAsync(channel, alert, ct);
    }

    private AlertCondition About(string by) => new(new AlertKey("test", 0, ""), "")
    {
        Title = new Phrase("Test of alerts by {0}", by),
        Remedy = new Phrase("Nothing is wrong. Alerts arrive here."),
        Path = "/settings/alerts",
        Since = clock.GetUtcNow().UtcDateTime,
    };
}
