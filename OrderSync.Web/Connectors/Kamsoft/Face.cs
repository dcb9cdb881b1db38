using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>A language calls come in: how they prove themselves, what they ask for, and how answers and errors look in it.</summary>
internal interface IFace
{
    PharmacyFace Kind { get; }

    /// <summary>Finds out who calls, and what they want.</summary>
    Task<Proof> ProveAsync(Call call, CancellationToken ct);

    Reply Refuse(Call call, Refusal refusal);

    /// <param name="incident">Under which the log tells of a fault nobody expected; the caller hears no more than that.</param>
    Reply Break(Call call, string incident);
}

internal sealed record Call(Caller Caller, HttpRequest Request, CallLog Log)
{
    public KamsoftSettings Settings => Caller.Settings;
}

/// <summary>Who calls, as far as the address says.</summary>
/// <param name="Settings">For an address nobody has: settings that let nobody in, so that it takes the same way to the same answer.</param>
/// <param name="IsGuessing">Too many logins of theirs were refused.</param>
/// <param name="IsCaptured">The call is to be kept word for word.</param>
internal sealed record Caller(Integration? Integration, KamsoftSettings Settings, bool IsGuessing, bool IsCaptured)
{
    /// <summary>Never with the settings.</summary>
    public override string ToString() => $"Caller of {Integration?.Id}";
}

/// <param name="Refused">What whoever proves nothing is told; else null.</param>
/// <param name="Work">What is done for whoever has proved to be one.</param>
internal sealed record Proof(Reply? Refused, Func<CancellationToken, Task<Reply>>? Work)
{
    public static Proof Of(Func<CancellationToken, Task<Reply>> work) => new(null, work);

    public static implicit operator Proof(Reply refused) => new(refused, null);
}

internal enum Refusal
{
    TooManyFailures,
    HttpsRequired,
    IpDenied,
    SwitchedOff,
}

/// <param name="Outcome"><c>ok</c>, or the code of the error: for the book of calls.</param>
/// <param name="Sent">What is done once the answer has left.</param>
internal sealed record Reply(int Status, string Outcome, string ContentType, byte[] Body, Func<Task>? Sent = null)
{
    /// <summary>Seconds to wait before the next try.</summary>
    public int? After { get; init; }

    /// <summary>Methods that are taken, where another was used.</summary>
    public string? Allow { get; init; }

    /// <summary>How to log in, where that helps.</summary>
    public string? Challenge { get; init; }
}
