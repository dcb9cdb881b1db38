using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Pharmacy;

namespace OrderSync.Web.Features.Pharmacy.Calls;

/// <summary>Reads the counter of a pharmacy's program: its addresses and its calls.</summary>
public sealed class PharmacyCallQueries(IDbContextFactory<OrderSyncDb> databases, PharmacyPrograms programs, PublicUrl publicUrl, TimeProvider clock)
{
    private const int CountLimit = 10_000;
    private const string PpxFolder = "in/ppx/";
    private const string SoapFolder = "in/kamsoft/";

    /// <summary>Of the integration; empty when there is none.</summary>
    public Task<string> NameAsync(long integrationId, CancellationToken ct) => databases.ReadAsync(async db =>
        await db.Integrations.Where(row => row.Id == integrationId).Select(row => row.Name).SingleOrDefaultAsync(ct) ?? "", ct);

    public async Task<PharmacyCounter> CounterAsync(long integrationId, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow().UtcDateTime;
        var key = await db.InboundKeys.Where(row => row.IntegrationId == integrationId).Select(row => row.Key).SingleOrDefaultAsync(ct);
        var desk = await db.PharmacyDesks.AsNoTracking().SingleOrDefaultAsync(row => row.IntegrationId == integrationId, ct);
        var last = await db.PharmacyCalls.Where(row => row.IntegrationId == integrationId).OrderByDescending(row => row.Id).Select(Row(db)).FirstOrDefaultAsync(ct);
        var isCapturing = desk?.CaptureUntil > now;
        return new PharmacyCounter(
            AddressOf(PpxFolder, key), AddressOf(SoapFolder, key), publicUrl.Of(PpxFolder) is not null, last, isCapturing ? desk!.CaptureUntil : null, isCapturing ? desk!.CaptureBy : "")
        {
            QueuedPackets = await db.ProductPackets.CountAsync(row => row.IntegrationId == integrationId && row.State == PacketState.Queued, ct),
            Unpaired = await db.PharmacyItems.CountAsync(row => row.IntegrationId == integrationId && row.VariantId == null && !row.LeftOut, ct),
            Offered = await db.HandOvers.CountAsync(row => row.IntegrationId == integrationId && row.State == HandOverState.Offered, ct),
            Silent = await programs.FindAsync(db, integrationId, ct) is { } program ? await db.SilentHandOvers(integrationId, program.Rules.Orders, now).CountAsync(ct) : 0,
            Unmapped = await db.ValueMappings.CountAsync(row => row.IntegrationId == integrationId && row.Target == null, ct),
        };
    }

    /// <summary>Newest first.</summary>
    public async Task<KeysetPage<PharmacyCallRow>> ListAsync(long integrationId, bool onlyTroubles, IdCursor cursor, int size, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var calls = db.PharmacyCalls.AsNoTracking().Where(row => row.IntegrationId == integrationId && (!onlyTroubles || row.Outcome != "ok"));
        var rows = await calls.Window(cursor, size, newestFirst: true).Select(Row(db)).ToListAsync(ct);
        var (total, atLeast) = await calls.CountUpToAsync(CountLimit, ct);
        return rows.ToPage(cursor, size, row => row.Id, total, atLeast);
    }

    /// <summary>A call word for word: it may hold personal data, so only for those who may change the integration.</summary>
    public async Task<Outcome<CapturedCall>> CapturedAsync(Actor actor, long integrationId, long callId, CancellationToken ct)
    {
        if (actor.Lacks(Permission.ManageIntegrations) is { } refusal)
        {
            return refusal;
        }

        await using var db = await databases.CreateDbContextAsync(ct);
        var call = await db.PharmacyCalls.Where(row => row.Id == callId && row.IntegrationId == integrationId).Select(Row(db)).SingleOrDefaultAsync(ct);
        var raw = await db.PharmacyCaptures.AsNoTracking().SingleOrDefaultAsync(row => row.CallId == callId && row.Until > clock.GetUtcNow().UtcDateTime, ct);
        var name = await db.Integrations.Where(row => row.Id == integrationId).Select(row => row.Name).SingleOrDefaultAsync(ct);
        return call is null || raw is null || name is null
            ? Refusal.NotFound("The captured call")
            : new CapturedCall(call, name, PayloadCodec.ReadText(raw.Request), PayloadCodec.ReadText(raw.Answer), raw.Until);
    }

    private string? AddressOf(string folder, string? key) => key is null ? null : publicUrl.Of(folder + key)?.AbsoluteUri ?? $"/{folder}{key}";

    private Expression<Func<PharmacyCall, PharmacyCallRow>> Row(OrderSyncDb db)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return call => new PharmacyCallRow(
            call.Id, call.At, call.Face, call.Action, call.Caller, call.Bytes, call.Milliseconds, call.Status, call.Outcome, call.Summary, call.Packet,
            db.PharmacyCaptures.Any(raw => raw.CallId == call.Id && raw.Until > now));
    }
}
