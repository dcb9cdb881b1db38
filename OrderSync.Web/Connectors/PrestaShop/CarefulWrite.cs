using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>What a look at the shop says of a thing that is wanted there.</summary>
/// <param name="IsThere">The shop shows it.</param>
/// <param name="Shown">What the shop shows in its place, for people.</param>
/// <param name="Settled">Why nothing is to be sent; null when it has to be.</param>
internal sealed record Sight(bool IsThere, string Shown, StatusWritten? Settled)
{
    public static Sight AlreadyThere(string shown) => new(true, shown, new StatusWritten(StatusSent.AlreadyThere, shown, shown));

    public static Sight Closed(StatusSent result, string shown, Phrase? message = null) => new(false, shown, new StatusWritten(result, shown, shown, message));

    public static Sight Open(string shown) => new(false, shown, null);
}

/// <summary>
/// One write that must not happen twice: looks, sends at most once unless the request cannot have arrived, and looks again after any doubt
/// (contract §4.2, §6.3). A POST whose answer was lost is never repeated here: the first one may still be at work in the shop, so the
/// caller is told that nobody knows, and comes again later.
/// </summary>
internal sealed class CarefulWrite(TimeProvider clock)
{
    /// <param name="look">As close to the write as can be: it is what keeps two writers apart.</param>
    /// <param name="send">Null when the shop confirmed it.</param>
    /// <param name="wanted">What the shop shows when it is done, for people.</param>
    public async Task<StatusWritten> RunAsync(
        ShopAccess shop, ShopMemory memory, Func<Task<Sight>> look, Func<Task<ShopFailure?>> send, string wanted, CancellationToken ct)
    {
        await memory.OrderGate.WaitAsync(ct);
        try
        {
            return await WriteAsync(shop, look, send, wanted, ct);
        }
        finally
        {
            memory.OrderGate.Release();
        }
    }

    private async Task<StatusWritten> WriteAsync(
        ShopAccess shop, Func<Task<Sight>> look, Func<Task<ShopFailure?>> send, string wanted, CancellationToken ct)
    {
        var before = await look();
        for (var attempt = 1; before.Settled is null; attempt++)
        {
            if (await send() is not { } failure)
            {
                return new StatusWritten(StatusSent.Written, before.Shown, wanted);
            }

            var pause = shop.Patient && failure.Cure == Cure.Repeat ? RetryRules.PauseAfter(failure, attempt, callerSplits: false) : null;
            if (pause is null)
            {
                return await SortOutAsync(before, look, failure);
            }

            await Task.Delay(pause.Value, clock, ct);
            before = await look();
        }

        return before.Settled;
    }

    private static async Task<StatusWritten> SortOutAsync(Sight before, Func<Task<Sight>> look, ShopFailure failure)
    {
        if (WasTurnedAway(failure))
        {
            throw failure.ToException();
        }

        if (failure.Remote.Kind == RemoteFailureKind.Rejected)
        {
            return new StatusWritten(StatusSent.Refused, before.Shown, before.Shown, failure.Remote.Message);
        }

        Sight now;
        try
        {
            now = await look();
        }
        catch (RemoteFailureException)
        {
            throw Doubt(failure); // the shop that could tell does not answer
        }

        return now.IsThere ? WrittenDespite(failure, before, now)
            : IsFinished(failure) ? new StatusWritten(StatusSent.Refused, before.Shown, now.Shown, failure.Remote.Message)
            : throw Doubt(failure);
    }

    /// <summary>
    /// Nothing can have been done: the request did not arrive, or was sent back at the door for a reason that concerns every request.
    /// Not so a plain 503: caches before a shop send it too when the shop takes longer than they wait.
    /// </summary>
    internal static bool WasTurnedAway(ShopFailure failure) => failure.Cure == Cure.Repeat || failure.Remote.NeedsPerson
        || failure.Remote.Code is FailureCode.RateLimited or FailureCode.Tls or FailureCode.WebserviceOff or FailureCode.UnknownShop or FailureCode.ApiNotFound or FailureCode.UnknownResource;

    /// <summary>PHP answered, or died: whatever it did, it is done with it. Other failures leave a request that may still be at work.</summary>
    internal static bool IsFinished(ShopFailure failure) => failure.Remote.Code is FailureCode.ProgramError or FailureCode.OutOfResources;

    /// <summary>PHP's own words name files of the server: they are for the attempt, not for the order's history.</summary>
    private static StatusWritten WrittenDespite(ShopFailure failure, Sight before, Sight now)
    {
        var written = new StatusWritten(StatusSent.Written, before.Shown, now.Shown);
        if (failure.Remote.Code != FailureCode.ProgramError)
        {
            return written;
        }

        var said = failure.Remote.Message.ToString().Contains("[PHP ", StringComparison.Ordinal)
            ? new Phrase("The shop saved it but reported a PHP warning; see the message.")
            : new Phrase("The shop saved it but reported an error; see the message.");
        return written with { Message = said, Detail = failure.Remote.Message };
    }

    private static RemoteFailureException Doubt(ShopFailure failure) => new(failure.Remote with
    {
        Kind = RemoteFailureKind.Unknown,
        Remedy = new Phrase("Whether the shop did it is not known. It is looked up after a while, before anything is sent again."),
    });
}
