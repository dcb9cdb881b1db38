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
    private string? shownAddress;

    /// <summary>The code as printed, for example <c>K7QF-29MX-AB3D</c>; null while none is needed.</summary>
    public string? Current { get; private set; }

    /// <summary>Makes a code, if there is none yet. It is printed once the program listens: see <see cref="Print"/>.</summary>
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

    /// <summary>Tells whoever started the program where to go with which code; silent while no code is needed.</summary>
    /// <param name="address">The address people open, for example <c>http://localhost:5000</c>.</param>
    public void Print(string address)
    {
        lock (gate)
        {
            shownAddress = address;
            if (Current is not null)
            {
                Write();
            }
        }
    }

    /// <summary>Compares in constant time, whatever dashes, blanks or small letters the code is typed with; a wrong attempt counts.</summary>
    public bool Accepts(string? attempt)
    {
        lock (gate)
        {
            if (Current is null)
            {
                return false;
            }

            if (CryptographicOperations.FixedTimeEquals(Signs(attempt ?? ""), Signs(Current)))
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

    private static byte[] Signs(string code) => Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant());

    private void Renew()
    {
        attemptsLeft = Attempts;
        Current = string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));
        if (shownAddress is not null)
        {
            Write();
        }
    }

    /// <summary>Not through the log: logs are shipped elsewhere, the console is read by whoever started the program.</summary>
    private void Write()
    {
        Console.WriteLine();
        Console.WriteLine($"  No administrator exists yet. Open {shownAddress}{AccountsSetup.SetupPath}");
        Console.WriteLine($"  and enter this code:  {Current}");
        Console.WriteLine();
    }
}
