using Microsoft.AspNetCore.Identity;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Web.Account;

/// <summary>
/// Locks names that no account has just as accounts are locked, and takes as long to refuse them: the answer never tells whether an account exists.
/// </summary>
internal sealed class UnknownNames(IPasswordHasher<User> hasher, TimeProvider clock)
{
    public const int Failures = 5;
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(5);

    private const int Capacity = 10_000;
    private readonly User nobody = new();
    private readonly Dictionary<string, Entry> seen = [];
    private readonly Lock gate = new();
    private string? hash;

    /// <summary>Counts a failed attempt; the end of the lock when there is one.</summary>
    public DateTimeOffset? Refuse(string name, string password)
    {
        hash ??= hasher.HashPassword(nobody, "nobody has this password");
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (seen.TryGetValue(name, out var entry) && entry.LockedUntil > now)
            {
                return entry.LockedUntil;
            }
        }

        hasher.VerifyHashedPassword(nobody, hash, password);
        lock (gate)
        {
            if (seen.Count >= Capacity)
            {
                seen.Clear();
            }

            var failures = seen.GetValueOrDefault(name).Failures + 1;
            var until = failures >= Failures ? now + LockedFor : (DateTimeOffset?)null;
            seen[name] = new Entry(until is null ? failures : 0, until);
            return until;
        }
    }

    private readonly record struct Entry(int Failures, DateTimeOffset? LockedUntil);
}
