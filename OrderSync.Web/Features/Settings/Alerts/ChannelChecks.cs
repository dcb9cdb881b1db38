using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Web.Alerts.Channels;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Features.Settings.Alerts;

/// <summary>What can be wrong with a channel before anything is sent.</summary>
internal static class ChannelChecks
{
    private const int MostAddresses = 50;

    public static Refusal? Fault(AlertChannelKind kind, ChannelChange wanted, IConnectorSettings settings)
    {
        var faults = new Dictionary<string, Phrase>();
        if (wanted.Name.Trim().Length is 0 or > AlertChannel.LongestName)
        {
            faults["name"] = new Phrase("Give it a name of up to {0} characters.", $"{AlertChannel.LongestName}");
        }

        foreach (var problem in settings.Validate())
        {
            faults.TryAdd(problem.Field, problem.Message);
        }

        if (kind == AlertChannelKind.Email && wanted.Addresses.Count == 0)
        {
            faults["addresses"] = new Phrase("Enter at least one e-mail address.");
        }

        if (AddressFault(wanted.Addresses) is { } wrong)
        {
            faults["addresses"] = wrong;
        }

        if (wanted.Quiet is { } quiet)
        {
            if (quiet.From == quiet.To)
            {
                faults["quietTo"] = new Phrase("Quiet hours have to end at another time than they begin.");
            }

            if (!TimeZoneInfo.TryFindSystemTimeZoneById(quiet.Zone, out _))
            {
                faults["quietZone"] = new Phrase("There is no time zone '{0}'. Choose one such as Europe/Warsaw.", quiet.Zone);
            }
        }

        return faults.Count == 0 ? null : new Refusal(RefusalKind.Invalid, faults.First().Value) { Fields = faults };
    }

    /// <summary>Whether a stored secret would be sent somewhere else than it was entered for.</summary>
    /// <param name="wanted">With secrets as they were sent: those left masked are the stored ones.</param>
    public static Refusal? Misuse(IConnectorSettings present, IConnectorSettings wanted) => (present, wanted) switch
    {
        (EmailSettings { Password.Length: > 0 } before, EmailSettings { Password: SecretAttribute.Mask } after)
            when !string.Equals(before.Host, after.Host, StringComparison.OrdinalIgnoreCase) || before.Port != after.Port || (after.Security == MailSecurity.None && before.Security != after.Security) =>
            Refusal.Field("password", "Enter the password again: it goes to another server, or by another way, than it was entered for."),
        _ => null,
    };

    public static Phrase? AddressFault(IReadOnlyList<string> addresses) =>
        addresses.Count > MostAddresses ? new Phrase("At most {0} addresses. Use an address for a list of people instead.", $"{MostAddresses}")
        : addresses.FirstOrDefault(address => !MailAddresses.IsUsable(address)) is { } wrong ? new Phrase("'{0}' is not an e-mail address that can be used.", wrong)
        : null;
}
