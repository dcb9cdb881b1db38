namespace OrderSync.Domain.Integrations;

/// <summary>So many requests within any such time.</summary>
public readonly record struct RequestLimit(int Requests, TimeSpan Window);

/// <summary>
/// Holds requests to one account of an outside system back to several limits at once, strictly: there is no moment at which any window holds more
/// than its limit, over all processes that share the database.
/// </summary>
public interface IAccountBudget
{
    /// <summary>Takes a place and waits until it has come. It is given back when the request was answered: only then it is known to have arrived.</summary>
    /// <param name="account">Names the account without giving it away; integrations with the same account share it.</param>
    ValueTask<IAsyncDisposable> WaitAsync(string account, IReadOnlyList<RequestLimit> limits, CancellationToken ct);

    /// <summary>Waits until a place is free, without taking it.</summary>
    ValueTask WaitUntilFreeAsync(string account, IReadOnlyList<RequestLimit> limits, CancellationToken ct);
}

/// <summary>Keeps answers of an account that may be asked for seldom, over all processes that share the database.</summary>
public interface IAccountMemory
{
    /// <returns>Null when nothing is kept.</returns>
    Task<KeptAnswer?> FindAsync(string account, string question, CancellationToken ct);

    /// <summary>Takes the right to ask, which nobody gets again until <paramref name="pause"/> is over, whatever becomes of the asking.</summary>
    Task<bool> MayAskAsync(string account, string question, TimeSpan pause, CancellationToken ct);

    Task KeepAsync(string account, string question, string text, CancellationToken ct);
}

/// <param name="At">When it was given, UTC.</param>
public sealed record KeptAnswer(string Text, DateTime At);
