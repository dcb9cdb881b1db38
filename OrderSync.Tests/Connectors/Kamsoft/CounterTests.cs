using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Kamsoft;
using OrderSync.Web.Connectors.Kamsoft.Ppx;
using OrderSync.Web.Connectors.Kamsoft.Soap;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>What becomes of a call when something breaks on its way.</summary>
public sealed class CounterTests(KamsoftApp app) : IClassFixture<KamsoftApp>
{
    [Fact]
    public async Task A_book_that_cannot_be_written_does_not_change_the_answer_to_what_was_done()
    {
        var rig = await app.OpenAsync();
        var context = Ppx("products", KamsoftRig.Packet("p1", new Sent(rig.Ref(1), Name: "Drops", Price: "1")));

        await CounterOf(rig, new Book { NoteFails = true }).TakeAsync(rig.App.Get<PpxFace>(), rig.Door, context);

        Assert.Equal((200, true), (context.Response.StatusCode, Answer(context).Contains("<ack ", StringComparison.Ordinal)));
        Assert.Equal("p1", (await rig.DoneAsync()).PacketId);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_who_calls_is_an_incident_in_the_words_of_the_face()
    {
        var rig = await app.OpenAsync();
        var (ppx, soap, book) = (Ppx("ping", null), Ppx("ping", "<Envelope/>"), new Book { StandingFails = true });

        await CounterOf(rig, book).TakeAsync(rig.App.Get<PpxFace>(), rig.Door, ppx);
        await CounterOf(rig, book).TakeAsync(rig.App.Get<SoapFace>(), rig.Door, soap);

        Assert.Contains("code=\"internal\"", Answer(ppx), StringComparison.Ordinal);
        Assert.Contains("Server.Internal", Answer(soap), StringComparison.Ordinal);
        Assert.Equal(["internal", "internal"], book.Noted.ConvertAll(call => call.Outcome));
    }

    [Fact]
    public async Task A_caller_who_hangs_up_leaves_a_line_in_the_book_and_gets_no_answer()
    {
        var rig = await app.OpenAsync();
        using var line = new CancellationTokenSource();
        var (context, book) = (Ppx("products", ""), new Book());
        context.RequestAborted = line.Token;
        context.Request.Body = new BrokenLine(line);

        await CounterOf(rig, book).TakeAsync(rig.App.Get<PpxFace>(), rig.Door, context);

        Assert.Equal(("products", "aborted", 499, rig.IntegrationId), Assert.Single(book.Noted) is var call ? (call.Action, call.Outcome, call.Status, call.IntegrationId) : default);
        Assert.Equal(0, context.Response.Body.Length);
    }

    private static Counter CounterOf(KamsoftRig rig, Book book) =>
        new(new Gate(rig.App.Get<IIntegrationDirectory>(), rig.App.Get<ConnectionFactory>(), book, rig.Clock), book, rig.Clock, NullLogger<Counter>.Instance);

    private static DefaultHttpContext Ppx(string action, string? body)
    {
        var context = new DefaultHttpContext();
        (context.Request.Method, context.Request.QueryString, context.Response.Body) = (body is null ? "GET" : "POST", new QueryString($"?action={action}"), new MemoryStream());
        context.Request.Headers["X-Ppx-Key"] = KamsoftRig.Key;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body ?? ""));
        return context;
    }

    private static string Answer(HttpContext context) => Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());

    private sealed class Book : IPharmacyCalls
    {
        public bool NoteFails { get; init; }
        public bool StandingFails { get; init; }
        public List<PharmacyCall> Noted { get; } = [];

        public Task<bool> TakeNonceAsync(long integrationId, string nonce, DateTime until, CancellationToken ct) => Task.FromResult(true);

        public Task<CallerStanding> StandingAsync(string caller, DateTime since, long? integrationId, CancellationToken ct) =>
            StandingFails ? throw new InvalidOperationException("The database is away") : Task.FromResult(new CallerStanding(0, IsCaptured: false));

        public Task NoteAsync(PharmacyCall call, RawCall? raw, CancellationToken ct)
        {
            Noted.Add(call);
            return NoteFails ? throw new InvalidOperationException("The database is away") : Task.CompletedTask;
        }
    }

    /// <summary>Breaks when it is read.</summary>
    private sealed class BrokenLine(CancellationTokenSource line) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await line.CancelAsync();
            throw new IOException("The line is broken");
        }
    }
}
