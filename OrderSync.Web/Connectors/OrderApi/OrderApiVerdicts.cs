using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared.Signing;

namespace OrderSync.Web.Connectors.OrderApi;

/// <summary>What an answer means for the message: taken, refused for good, or to be sent again.</summary>
internal static class OrderApiVerdicts
{
    public const string ReplySignature = "reply-signature";
    public const string ClockSkew = "clock-skew";

    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(30);

    /// <exception cref="RemoteFailureException">It was not taken, or nobody knows; the same message may be sent again later.</exception>
    public static ListenerAnswer Of(OrderApiExchange exchange, OrderApiSettings settings)
    {
        if (exchange.Answer is not { } answer)
        {
            throw new RemoteFailureException(exchange.Failure!);
        }

        var host = OrderApiClient.AddressOf(settings).Authority;
        var isFinal = answer.IsSuccess || answer.Status == 409 || IsRefusal(answer.Status);
        if (isFinal && exchange.Attempt is { Signed: { } attempt } && !IsFromThem(answer, attempt, settings))
        {
            throw new RemoteFailureException(NotFromThem(host));
        }

        return answer.IsSuccess ? ListenerAnswer.Taken
            : answer.Status == 409 ? ListenerAnswer.Taken with { HadIt = true }
            : IsRefusal(answer.Status) ? new ListenerAnswer(Refusal(answer))
            : throw new RemoteFailureException(Failure(answer, host));
    }

    /// <summary>The same message would be refused again.</summary>
    private static bool IsRefusal(int status) => status is 400 or 404 or 410 or 413 or 422;

    /// <summary>An answer need not be signed; if it is, it has to be right.</summary>
    private static bool IsFromThem(OrderApiAnswer answer, OpenAppAttempt attempt, OrderApiSettings settings) =>
        answer.Signature.Length == 0
        || (answer.IsWhole && OpenAppSignature.VerifyReply(answer.Signature, attempt, answer.Body, [settings.Secret, settings.PreviousSecret]) == SignatureCheck.Valid);

    private static RemoteFailure NotFromThem(string host) => new(
        RemoteFailureKind.Unknown, ReplySignature,
        new Phrase("The answer is not signed with the secret that is known here; whether {0} took the message is not known.", host),
        new Phrase("If the secret was changed there, enter the new one and keep the present one as the previous secret. If not, something on the way changes answers."));

    private static Phrase Refusal(OrderApiAnswer answer)
    {
        var words = OrderApiJson.Words(answer.Text);
        return words.Length > 0 ? new Phrase("HTTP {0}: {1}", Number(answer.Status), words) : new Phrase("HTTP {0}, without a reason.", Number(answer.Status));
    }

    private static RemoteFailure Failure(OrderApiAnswer answer, string host) => answer.Status switch
    {
        401 or 403 when OrderApiClocks.IsTooFar(answer.Skew) => new RemoteFailure(
            Kind(answer), ClockSkew,
            new Phrase("{0} refuses the signature: its clock and this server's are {1} seconds apart.", host, OrderApiClocks.Seconds(answer.Skew!.Value)),
            new Phrase("Set the clock of the server OrderSync runs on by the network (NTP); signatures are good for a minute only.")),
        401 or 403 => new RemoteFailure(
            Kind(answer), answer.Status == 401 ? "unauthorized" : "forbidden", With(answer, new Phrase("{0} refuses the key or the signature (HTTP {1}).", host, Number(answer.Status))),
            new Phrase("Compare key, secret, profile and the two switches of the signature with what the other system asks for; 'Send a test' shows what is signed.")),
        429 => new RemoteFailure(
            RemoteFailureKind.RateLimited, "rate-limited", new Phrase("{0} asks for fewer requests.", host),
            new Phrase("Lower the limit of requests per minute if it stays so."), answer.RetryAfter ?? UsualPause),
        408 or 425 or >= 500 => new RemoteFailure(
            RemoteFailureKind.Unavailable, "unavailable", With(answer, new Phrase("{0} is in trouble (HTTP {1}).", host, Number(answer.Status))),
            new Phrase("It is sent again by itself. If it stays so, ask who runs the other system."), answer.RetryAfter),
        >= 300 and < 400 => new RemoteFailure(
            RemoteFailureKind.Redirected, "redirected",
            new Phrase("The address changed: {0} sends callers to {1}.", host, answer.Location?.GetLeftPart(UriPartial.Path) ?? "?"),
            new Phrase("Enter the new address; messages never follow by themselves.")),
        _ => new RemoteFailure(
            RemoteFailureKind.Rejected, "rejected", With(answer, new Phrase("{0} does not take such messages (HTTP {1}).", host, Number(answer.Status))),
            new Phrase("Check the address and the path.")),
    };

    private static RemoteFailureKind Kind(OrderApiAnswer answer) => answer.Status == 401 ? RemoteFailureKind.Unauthorized : RemoteFailureKind.Forbidden;

    private static Phrase With(OrderApiAnswer answer, Phrase said) =>
        OrderApiJson.Words(answer.Text) is { Length: > 0 } words ? new Phrase(said.Text + " {" + said.Args.Length.ToString(CultureInfo.InvariantCulture) + "}", [.. said.Args, words]) : said;

    private static string Number(int status) => status.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The two clocks: signatures carry a time, and the other side takes only fresh ones.</summary>
internal static class OrderApiClocks
{
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(30);

    public static bool IsNoticeable(TimeSpan? skew) => skew?.Duration() > Noticeable;

    public static bool IsTooFar(TimeSpan? skew) => skew?.Duration() > OpenAppSignature.Tolerance;

    public static string Seconds(TimeSpan skew) => ((long)skew.Duration().TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
