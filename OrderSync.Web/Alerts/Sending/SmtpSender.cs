using System.Net;
using System.Net.Security;
using System.Text;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Alerts.Channels;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Alerts.Sending;

/// <summary>Hands a mail to a mail server: through the guard of addresses, encrypted unless somebody chose otherwise, never falling back to less.</summary>
public sealed class SmtpSender(OutboundGuard guard, TimeProvider clock)
{
    private const string Me = "ordersync.local";
    private const int LongestQuote = 200;

    /// <summary>For all of it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Decides about the server's certificate instead of the system; for tests.</summary>
    internal RemoteCertificateValidationCallback? Trust { get; init; }

    internal async Task<SendResult> SendAsync(EmailSettings settings, IReadOnlyList<string> to, byte[] mail, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var server = $"{settings.Host}:{settings.Port}";
        try
        {
            await using var plain = await guard.ConnectAsync(new DnsEndPoint(settings.Host, settings.Port), either.Token);
            return await TalkAsync(plain, settings, to, mail, server, either.Token);
        }
        catch (SmtpRefusal refusal)
        {
            return SendResult.Failed(refusal.Failure);
        }
        catch (Exception error) when (!ct.IsCancellationRequested && SendFailures.Knows(error))
        {
            return SendResult.Failed(SendFailures.Of(error, server));
        }
    }

    private async Task<SendResult> TalkAsync(Stream plain, EmailSettings settings, IReadOnlyList<string> to, byte[] mail, string server, CancellationToken ct)
    {
        await using var stream = settings.Security == MailSecurity.Tls ? await SecureAsync(plain, settings.Host, ct) : plain;
        var talk = new SmtpConversation(stream);
        Expect(await talk.HearAsync(ct), signedIn: true, "{0} takes no mail now. It says: {1}", server);
        var offers = await GreetAsync(talk, server, ct);
        if (settings.Security != MailSecurity.StartTls)
        {
            return await DeliverAsync(talk, offers, settings, to, mail, server, ct);
        }

        if (!offers.Contains("STARTTLS") || !(await talk.SayAsync("STARTTLS", ct)).IsGood || talk.HasUnread)
        {
            throw new SmtpRefusal(SendFailures.Unavailable("no-starttls", new Phrase("{0} offers no encryption (STARTTLS). Nothing was sent.", server),
                "Choose TLS with port 465 if the server offers that, or ask who runs it."));
        }

        await using var secured = await SecureAsync(stream, settings.Host, ct);
        var again = new SmtpConversation(secured);
        return await DeliverAsync(again, await GreetAsync(again, server, ct), settings, to, mail, server, ct);
    }

    private async Task<SslStream> SecureAsync(Stream plain, string host, CancellationToken ct)
    {
        var secured = new SslStream(plain, leaveInnerStreamOpen: true);
        await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = Trust }, ct);
        return secured;
    }

    private static async Task<HashSet<string>> GreetAsync(SmtpConversation talk, string server, CancellationToken ct)
    {
        var reply = Expect(await talk.SayAsync($"EHLO {Me}", ct), signedIn: true, "{0} takes no mail now. It says: {1}", server);
        return [.. reply.Text.ToUpperInvariant().Split('\n').Skip(1)];
    }

    private static async Task<SendResult> DeliverAsync(
        SmtpConversation talk, HashSet<string> offers, EmailSettings settings, IReadOnlyList<string> to, byte[] mail, string server, CancellationToken ct)
    {
        var signedIn = settings.User.Length > 0;
        if (signedIn)
        {
            await SignInAsync(talk, offers, settings, server, ct);
        }

        Expect(await talk.SayAsync($"MAIL FROM:<{settings.From}>", ct), signedIn, "{0} takes no mail from {1}. It says: {2}", server, settings.From);
        var refused = new List<(string Address, SmtpReply Reply)>();
        foreach (var address in to)
        {
            var reply = await talk.SayAsync($"RCPT TO:<{address}>", ct);
            refused.AddRange(reply.IsGood ? [] : [(address, reply)]);
        }

        if (refused.Count == to.Count)
        {
            Expect(refused[0].Reply, signedIn, "{0} takes no mail for {1}. It says: {2}", server, string.Join(", ", to));
        }

        Expect(await talk.SayAsync("DATA", ct), signedIn, "{0} refused the mail. It says: {1}", server);
        Expect(await talk.SendAsync(Stuffed(mail), ct), signedIn, "{0} refused the mail. It says: {1}", server);
        try
        {
            await talk.SayAsync("QUIT", ct);
        }
        catch (Exception error) when (SendFailures.Knows(error))
        {
            // It has the mail; how it says goodbye does not matter.
        }

        return new SendResult(refused.Count == 0
            ? new Phrase("{0} took the mail for {1}.", server, string.Join(", ", to))
            : new Phrase("{0} took the mail, but not for {1}.", server, string.Join(", ", refused.Select(row => row.Address))));
    }

    private static async Task SignInAsync(SmtpConversation talk, HashSet<string> offers, EmailSettings settings, string server, CancellationToken ct)
    {
        var ways = offers.FirstOrDefault(offer => offer.StartsWith("AUTH", StringComparison.Ordinal))?.Split(' ', '=') ?? [];
        var reply = ways.Contains("PLAIN") ? await talk.SayAsync($"AUTH PLAIN {Base64($"\0{settings.User}\0{settings.Password}")}", ct)
            : ways.Contains("LOGIN") ? await LogInAsync(talk, settings, ct)
            : throw new SmtpRefusal(SendFailures.Unavailable("no-sign-in", new Phrase("{0} takes no user name and password.", server),
                "Check port and encryption: many servers take a password only on an encrypted connection. If the server wants no sign-in, leave the user empty."));
        if (!reply.IsGood)
        {
            // Its words are left out: some servers repeat in them what they were sent.
            throw new SmtpRefusal(reply.IsForNow
                ? SendFailures.Unavailable("busy", new Phrase("{0} lets nobody sign in now.", server), "It is tried again by itself.")
                : new RemoteFailure(RemoteFailureKind.Unauthorized, "unauthorized", new Phrase("{0} refuses the user name or the password.", server),
                    new Phrase("Enter both again. Some providers want a password made for programs.")));
        }
    }

    private static async Task<SmtpReply> LogInAsync(SmtpConversation talk, EmailSettings settings, CancellationToken ct)
    {
        var asked = await talk.SayAsync("AUTH LOGIN", ct);
        asked = asked.IsGood ? await talk.SayAsync(Base64(settings.User), ct) : asked;
        return asked.IsGood ? await talk.SayAsync(Base64(settings.Password), ct) : asked;
    }

    /// <param name="signedIn">Otherwise the refusal may mean that the server wants a sign-in.</param>
    /// <param name="text">What to say about a refusal; the server's own words are its last value.</param>
    private static SmtpReply Expect(SmtpReply reply, bool signedIn, string text, params string[] values)
    {
        if (reply.IsGood)
        {
            return reply;
        }

        var said = new Phrase(text, [.. values, $"{reply.Code} {Quote(reply.Text)}"]);
        throw new SmtpRefusal(reply.IsForNow
            ? SendFailures.Unavailable("busy", said, "It is tried again by itself.")
            : new RemoteFailure(RemoteFailureKind.Rejected, "rejected", said, new Phrase(
                signedIn ? "Check the addresses, and ask who runs the mail server." : "Enter user name and password if the server wants them, and check the addresses.")));
    }

    private static string Quote(string text) => string.Concat(text.Where(letter => letter is >= ' ' and <= '~' or '\n').Take(LongestQuote)).Replace('\n', ' ');

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>A line of the mail that begins with a dot would end it (RFC 5321 §4.5.2).</summary>
    private static byte[] Stuffed(byte[] mail)
    {
        var text = Encoding.ASCII.GetString(mail).Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        return Encoding.ASCII.GetBytes(text.EndsWith("\r\n", StringComparison.Ordinal) ? text : text + "\r\n");
    }

    private sealed class SmtpRefusal(RemoteFailure failure) : Exception(failure.Code)
    {
        public RemoteFailure Failure { get; } = failure;
    }
}
