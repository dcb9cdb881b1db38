using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;
using OrderSync.Web.Data.Retention;
using OrderSync.Web.Feeds;
using OrderSync.Web.Pharmacy.Calls;

namespace OrderSync.Tests.Pharmacy;

/// <summary>The book of a pharmacy program's calls.</summary>
public sealed class CallBookTests : IAsyncLifetime
{
    private readonly FakeClock clock = FakeClock.At("2026-11-21T12:00:00Z");
    private TestDatabase database = null!;
    private CallBook book = null!;
    private long pharmacy;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        pharmacy = await Rows.IntegrationAsync(database);
        book = new CallBook(database, new FeedMonitor(), clock);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Refused_logins_are_counted_by_caller_and_within_the_time()
    {
        await NoteAsync("unauthorized", "203.0.113.7");
        await NoteAsync("unauthorized", "203.0.113.7", pharmacy: null);
        await NoteAsync("unauthorized", "203.0.113.8");
        await NoteAsync("ok", "203.0.113.7");

        Assert.Equal(new CallerStanding(2, IsCaptured: false), await StandingAsync());
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(new CallerStanding(0, IsCaptured: false), await StandingAsync());
    }

    [Fact]
    public async Task Whether_calls_are_captured_is_known_until_it_ends_and_of_that_integration_only()
    {
        await using (var db = database.CreateDbContext())
        {
            db.PharmacyDesks.Add(new PharmacyDesk { IntegrationId = pharmacy, CaptureUntil = clock.GetUtcNow().UtcDateTime.AddMinutes(5) });
            await db.SaveChangesAsync();
        }

        await NoteAsync("unauthorized", "203.0.113.7");
        Assert.Equal(new CallerStanding(1, IsCaptured: true), await StandingAsync());
        Assert.Equal(new CallerStanding(1, IsCaptured: false), await book.StandingAsync("203.0.113.7", clock.GetUtcNow().UtcDateTime.AddMinutes(-10), null, default));

        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False((await StandingAsync()).IsCaptured);
    }

    [Fact]
    public async Task A_good_call_shows_that_all_is_well_and_a_refused_one_does_not()
    {
        await NoteAsync("bad-xml", "203.0.113.7");
        Assert.Null(await LastSuccessAsync());

        await NoteAsync("ok", "203.0.113.7");
        Assert.Equal(clock.GetUtcNow().UtcDateTime, await LastSuccessAsync());
    }

    [Fact]
    public async Task A_number_that_was_used_is_refused_until_nobody_would_take_it_any_more()
    {
        var until = clock.GetUtcNow().UtcDateTime.AddMinutes(10);

        Assert.Equal((true, false), (await book.TakeNonceAsync(pharmacy, "nonce-0000000001", until, default), await book.TakeNonceAsync(pharmacy, "nonce-0000000001", until, default)));
        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.True(await book.TakeNonceAsync(pharmacy, "nonce-0000000001", until.AddHours(1), default));
    }

    [Fact]
    public async Task What_was_captured_goes_after_two_days_and_the_calls_with_the_details_of_runs()
    {
        await NoteAsync("ok", "203.0.113.7", raw: new RawCall("request", "answer"));
        clock.Advance(PharmacyCapture.Lives + TimeSpan.FromMinutes(1));
        await PurgeAsync();
        Assert.Equal((1, 0), await CountAsync());

        clock.Advance(TimeSpan.FromDays(90));
        await PurgeAsync();
        Assert.Equal((0, 0), await CountAsync());
    }

    private Task<CallerStanding> StandingAsync() => book.StandingAsync("203.0.113.7", clock.GetUtcNow().UtcDateTime.AddMinutes(-10), pharmacy, default);

    private Task NoteAsync(string outcome, string caller, RawCall? raw = null) => NoteAsync(outcome, caller, pharmacy, raw);

    private Task NoteAsync(string outcome, string caller, long? pharmacy, RawCall? raw = null) => book.NoteAsync(new PharmacyCall
    {
        IntegrationId = pharmacy,
        At = clock.GetUtcNow().UtcDateTime,
        Face = PharmacyFace.Ppx,
        Action = "ping",
        Caller = caller,
        Bytes = 0,
        Milliseconds = 1,
        Status = 200,
        Outcome = outcome,
    }, raw, default);

    private Task<Purged?> PurgeAsync() => new Purge(database, clock) { Pause = TimeSpan.Zero }.RunDueAsync(default);

    private async Task<DateTime?> LastSuccessAsync()
    {
        await using var db = database.CreateDbContext();
        return await db.Integrations.Where(row => row.Id == pharmacy).Select(row => row.LastSuccessAt).SingleAsync();
    }

    private async Task<(int Calls, int Captures)> CountAsync()
    {
        await using var db = database.CreateDbContext();
        return (await db.PharmacyCalls.CountAsync(), await db.PharmacyCaptures.CountAsync());
    }
}
