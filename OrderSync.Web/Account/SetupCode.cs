using System.Security.Cryptography;
using System.Text;

namespace OrderSync.Web.Account;

/// <summary>
/// The one-time code that proves, on first start, that whoever creates the administrator can read the program's console.
/// After some wrong attempts it is replaced by a new one, so it cannot be guessed.
/// </summary>
public sealed class SetupCode
{
    private const string Letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    private const int Attempts = 5;
    private readonly Lock gate = new();
    private int attemptsLeft = Attempts;

    /// <summary>The code as printed, for example <c>K7QF-29MX-AB3D</c>; null while none is needed.</summary>
    public string? Current { get; private set; }

    /// <summary>Makes a code, if there is none yet, and prints it.</summary>
    public void Offer()
    {
        lock (gate)
        {
            if (Current is null)
            {
                Renew();
            }
        }
    }

    /// <summary>Compares in constant time; a wrong attempt counts.</summary>
    public bool Accepts(string? attempt)
    {
        lock (gate)
        {
            if (Current is null)
            {
                return false;
            }

            var given = Encoding.UTF8.GetBytes((attempt ?? "").Trim().ToUpperInvariant());
            if (CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Current)))
            {
                return true;
            }

            if (--attemptsLeft == 0)
            {
                Renew();
            }

            return false;
        }
    }

    /// <summary>The administrator exists: the code is worth nothing from now on.</summary>
    public void Retire()
    {
        lock (gate)
        {
            Current = null;
        }
    }

    private void Renew()
    {
        attemptsLeft = Attempts;
        Current = string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));

        // Not through the log: logs are shipped elsewhere, the console is read by whoever started the program.
        Console.WriteLine();
        Console.WriteLine($"  No administrator exists yet. Open the start page and enter this code:  {Current}");
        Console.WriteLine();
    }
}
