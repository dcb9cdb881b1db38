using System.Globalization;
using System.Net;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>What is wrong with settings, seen without asking anybody.</summary>
internal static class KamsoftChecks
{
    /// <summary>Shorter keys can be guessed (contracts/kamsoft.md §11).</summary>
    private const int ShortestKey = 40;
    private const int ShortestPassword = 12;

    public static IEnumerable<ConnectionProblem> Check(KamsoftSettings settings) => [.. Access(settings), .. Packets(settings), .. Orders(settings)];

    private static IEnumerable<ConnectionProblem> Access(KamsoftSettings settings)
    {
        if (settings.Key.Length == 0 && settings.SigningSecret.Length == 0 && !HasLogin(settings))
        {
            yield return new("key", "required", new Phrase("Nothing is set by which the pharmacy's program could prove itself."), new Phrase("Make a key, or give a user and a password."));
        }

        if (settings.Key.Length is > 0 and < ShortestKey)
        {
            yield return new("key", "too-short", new Phrase("The key has fewer than {0} characters.", N(ShortestKey)), new Phrase("Use the button that makes one."));
        }

        if (settings.SigningSecret.Length is > 0 and < ShortestKey)
        {
            yield return new("signingSecret", "too-short", new Phrase("The secret has fewer than {0} characters.", N(ShortestKey)), new Phrase("Use a longer one, or leave it empty."));
        }

        if ((settings.Login.Length == 0) != (settings.Password.Length == 0))
        {
            yield return new(settings.Login.Length == 0 ? "login" : "password", "required", new Phrase("User and password belong together."), new Phrase("Give both, or neither."));
        }
        else if (settings.Password.Length is > 0 and < ShortestPassword)
        {
            yield return new("password", "too-short", new Phrase("The password has fewer than {0} characters.", N(ShortestPassword)), new Phrase("Use a longer one: whoever has it can change stock and read orders."));
        }

        if (settings.AllowedAddresses.FirstOrDefault(text => !IPNetwork.TryParse(text, out _) && !IPAddress.TryParse(text, out _)) is { } wrong)
        {
            yield return new("allowedAddresses", "invalid", new Phrase("'{0}' is no address.", wrong), new Phrase("Use 203.0.113.7, or a network as 10.1.0.0/16."));
        }
    }

    private static IEnumerable<ConnectionProblem> Packets(KamsoftSettings settings)
    {
        if (settings.MatchesAdvanced() && settings.Matching.Count == 0)
        {
            yield return new("matching", "required", new Phrase("No way is chosen by which items find their products."), new Phrase("Choose at least one."));
        }

        if (settings.BasicMatching is MatchStep.Link or MatchStep.Name)
        {
            yield return new("basicMatching", "invalid", new Phrase("Items cannot be found by this alone."), new Phrase("Choose the BLOZ number, the EAN or the reference."));
        }

        if (settings.DefaultTaxRate is < 0 or > 100)
        {
            yield return new("defaultTaxRate", "invalid", new Phrase("Tax is a percentage."), new Phrase("Give a number from 0 to 100, or leave it empty."));
        }

        if (settings.Currency.Length != 3)
        {
            yield return new("currency", "invalid", new Phrase("A currency has three letters."), new Phrase("For example PLN."));
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out _))
        {
            yield return new("timeZone", "invalid", new Phrase("There is no time zone '{0}'.", settings.TimeZone), new Phrase("For example Europe/Warsaw."));
        }
    }

    private static IEnumerable<ConnectionProblem> Orders(KamsoftSettings settings)
    {
        if (settings.HandsOut() && settings.ReadyStatuses.Count == 0)
        {
            yield return new("readyStatuses", "required", new Phrase("No status is chosen in which orders are handed out."), new Phrase("Choose at least one, or switch handing out off."));
        }

        foreach (var (field, value, least, most) in new[] { ("pageSize", settings.PageSize, 1, IOrderHandOver.MostOnPage), ("batchMinutes", settings.BatchMinutes, 1, 1440), ("silentDays", settings.SilentDays, 1, 365) })
        {
            if (value < least || value > most)
            {
                yield return new(field, "invalid", new Phrase("{0} is out of bounds.", N(value)), new Phrase("Give a number from {0} to {1}.", N(least), N(most)));
            }
        }

        if (settings.SoapConfirm == KamsoftConfirm.Explicit)
        {
            yield return new("soapConfirm", "invalid", new Phrase("A program that speaks SOAP has no call to confirm with."), new Phrase("Choose another way."));
        }

        if (settings.PpxConfirm == KamsoftConfirm.Cursor)
        {
            yield return new("ppxConfirm", "invalid", new Phrase("PPX does not tell the last order."), new Phrase("Choose another way."));
        }
    }

    private static bool HasLogin(KamsoftSettings settings) => settings.Login.Length > 0 && settings.Password.Length > 0;

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
