using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data;
using OrderSync.Web.Feeds;

namespace OrderSync.Web.Pharmacy.Calls;

/// <inheritdoc/>
public sealed class CallBook(IDbContextFactory<OrderSyncDb> databases, FeedMonitor monitor, TimeProvider clock) : IPharmacyCalls
{
    /// <summary>Outcome of a refused login.</summary>
    private const string Refused = "unauthorized";
    private const string Good = "ok";

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    public Task<CallerStanding> StandingAsync(string caller, DateTime since, long? integrationId, CancellationToken ct) => databases.ReadAsync(async db =>
    {
        // One question for both: it is asked with every call. SOAP says inside the envelope who calls and what for: a call without an action was refused
        // before that, and whoever sends such must neither guess on nor fill the book.
        var now = Now;
        var marks = await db.PharmacyCalls.Where(call => call.Caller == caller && call.At > since && (call.Outcome == Refused || (call.Face == PharmacyFace.Soap && call.Action == ""))).Select(_ => false)
            .Concat(db.PharmacyDesks.Where(desk => desk.IntegrationId == integrationId && desk.CaptureUntil > now).Select(_ => true))
            .ToListAsync(ct);
        return new CallerStanding(marks.Count(isDesk => !isDesk), marks.Contains(true));
    }, ct);

    /// <inheritdoc/>
    public async Task<bool> TakeNonceAsync(long integrationId, string nonce, DateTime until, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        await db.PharmacyNonces.Where(row => row.Until < Now).ExecuteDeleteAsync(ct);
        db.PharmacyNonces.Add(new PharmacyNonce { IntegrationId = integrationId, Nonce = nonce, Until = until });
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task NoteAsync(PharmacyCall call, RawCall? raw, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        db.PharmacyCalls.Add(call);
        await db.SaveChangesAsync(ct);
        if (call is { IntegrationId: { } integrationId, Outcome: Good })
        {
            // Nothing else shows that all is well with a system that is never called.
            await db.Integrations.Where(row => row.Id == integrationId).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSuccessAt, call.At), ct);
        }

        if (raw is not null)
        {
            await db.PharmacyCaptures.Where(row => row.Until < Now).ExecuteDeleteAsync(ct);
            db.PharmacyCaptures.Add(new PharmacyCapture { CallId = call.Id, Request = Pack(raw.Request), Answer = Pack(raw.Answer), Until = Now + PharmacyCapture.Lives });
            await db.SaveChangesAsync(ct);
        }

        monitor.Publish(Topics.Pharmacy);
    }

    private static byte[] Pack(string text) => PayloadCodec.Pack(Encoding.UTF8.GetBytes(text));
}
