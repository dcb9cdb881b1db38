using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Web.Alerts.Channels;

/// <summary>How the connection to a mail server is secured.</summary>
public enum MailSecurity
{
    /// <summary>Begins in the clear and is secured before anything is said; a server that cannot is refused. Usual port 587.</summary>
    StartTls,

    /// <summary>Secured from the first byte. Usual port 465.</summary>
    Tls,

    /// <summary>Everything, the password too, can be read on the way. Only where somebody chose it.</summary>
    None,
}

/// <summary>A mail server that takes alerts.</summary>
public sealed record EmailSettings : IConnectorSettings
{
    private const int HighestPort = 65535;

    public string Host { get; init; } = "";
    public int Port { get; init; } = 587;
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    /// <summary>Empty for a server that wants no sign-in.</summary>
    public string User { get; init; } = "";

    [Secret]
    public string Password { get; init; } = "";

    /// <summary>Address the mails come from.</summary>
    public string From { get; init; } = "";

    int IConnectorSettings.RequestsPerMinute => 0;

    public IEnumerable<ConnectionProblem> Validate()
    {
        if (Uri.CheckHostName(Host) == UriHostNameType.Unknown)
        {
            yield return Wrong("host", "Enter the name of the mail server, for example smtp.example.com.");
        }

        if (Port is < 1 or > HighestPort)
        {
            yield return Wrong("port", "Enter a port, usually 587 or 465.");
        }

        if (!MailAddresses.IsUsable(From))
        {
            yield return Wrong("from", "Enter the address the mails come from, for example orders@example.com.");
        }

        if (User.Length == 0 && Password.Length > 0)
        {
            yield return Wrong("user", "Enter the user name that belongs to the password.");
        }

        if (User.Any(char.IsControl) || Password.Any(char.IsControl))
        {
            yield return Wrong("user", "User name and password cannot hold line breaks.");
        }
    }

    private static ConnectionProblem Wrong(string field, string text) => new(field, "invalid", new Phrase(text), new Phrase(""));
}

/// <summary>Addresses that can stand in a mail's head and in what is said to its server.</summary>
internal static class MailAddresses
{
    private const int Longest = 254;

    /// <summary>Plain ASCII without anything that means something in a list of addresses: not every server takes more.</summary>
    public static bool IsUsable(string address) =>
        address.Length <= Longest && UserAccounts.IsEmail(address)
        && address.All(letter => letter is > ' ' and <= '~' && !"<>()[],;:\\\"".Contains(letter, StringComparison.Ordinal));
}
