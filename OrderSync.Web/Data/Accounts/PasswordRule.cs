using System.Security.Cryptography;
using OrderSync.Domain;

namespace OrderSync.Web.Data.Accounts;

/// <summary>Length is what makes a password good; mixtures of character classes are not asked for.</summary>
public static class PasswordRule
{
    public const int MinimumLength = 10;

    /// <summary>Longer ones only cost hashing time.</summary>
    public const int MaximumLength = 200;

    // No 0/o, 1/l/i: one-time passwords are read aloud and typed.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>What is wrong with the password, or null.</summary>
    public static Phrase? Problem(string? password, string email)
    {
        if (password is null || password.Length < MinimumLength)
        {
            return new Phrase("Use at least {0} characters.", $"{MinimumLength}");
        }

        if (password.Length > MaximumLength)
        {
            return new Phrase("Use at most {0} characters.", $"{MaximumLength}");
        }

        var name = email.Split('@')[0];
        var weak = password.Distinct().Count() < 4
            || password.Equals(email, StringComparison.OrdinalIgnoreCase)
            || (name.Length >= 4 && password.Replace(name, "", StringComparison.OrdinalIgnoreCase).Length < 6);
        return weak ? new Phrase("This password is easy to guess. Use several words that do not belong together.") : null;
    }

    /// <summary>A password with about 79 random bits, in groups that can be read aloud.</summary>
    public static string Generate() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));
}
