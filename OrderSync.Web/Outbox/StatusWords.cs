using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Outbox;

namespace OrderSync.Web.Outbox;

/// <summary>What came of a step, as it is kept with the message and on the order's timeline.</summary>
internal static class StatusWords
{
    public const string Tracking = "tracking";
    public const string State = "state";

    public static AttemptOutcome Outcome(this StatusSent sent) => sent switch
    {
        StatusSent.Written => AttemptOutcome.Sent,
        StatusSent.AlreadyThere => AttemptOutcome.AlreadyThere,
        StatusSent.NoPlace => AttemptOutcome.NotNeeded,
        StatusSent.MovedOn => AttemptOutcome.LeftAlone,
        _ => AttemptOutcome.Refused,
    };

    public static Phrase Say(string step, string shop, StatusWritten written) => (step, written.Result) switch
    {
        (_, StatusSent.Refused) => written.Message is { } why ? new Phrase("'{0}' refused it: {1}", shop, why.ToString()) : new Phrase("'{0}' refused it.", shop),
        (Tracking, StatusSent.Written) => Noted(new Phrase("Tracking number {0} written to '{1}'.", written.After, shop), written),
        (Tracking, StatusSent.AlreadyThere) => Noted(new Phrase("'{0}' had tracking number {1} already.", shop, written.After), written),
        (Tracking, _) => new Phrase("The order in '{0}' has no place for a tracking number: nothing of it is delivered.", shop),
        (_, StatusSent.Written) => Noted(new Phrase("Status in '{0}' changed from {1} to {2}.", shop, Name(written.Before), written.After), written),
        (_, StatusSent.AlreadyThere) => new Phrase("'{0}' had the status {1} already.", shop, written.After),
        _ => new Phrase("'{0}' is further on, at {1}; it was left alone.", shop, Name(written.Before)),
    };

    /// <summary>What is said with the other side's own words behind it, for the attempt.</summary>
    public static Phrase InFull(Phrase said, StatusWritten written) => With(said, written.Detail);

    private static string Name(string state) => state.Length == 0 ? "–" : state;

    private static Phrase Noted(Phrase said, StatusWritten written) => With(said, written.Message);

    private static Phrase With(Phrase said, Phrase? more) =>
        more is { } note ? new Phrase(said.Text + " {" + said.Args.Length + "}", [.. said.Args, note.ToString()]) : said;
}
