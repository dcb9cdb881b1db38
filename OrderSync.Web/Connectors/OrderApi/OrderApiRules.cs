using System.Net;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Connectors.Shared.Signing;

namespace OrderSync.Web.Connectors.OrderApi;

/// <summary>What settings have to be, as far as it shows without asking the other side.</summary>
internal static class OrderApiRules
{
    /// <summary>Headers the request has anyway: a key in one of them would break it.</summary>
    private static readonly string[] OwnHeaders =
    [
        "host", "content-type", "content-length", "transfer-encoding", "connection", "user-agent", OrderApiSigner.IdempotencyHeader,
        OpenAppSignature.SignatureHeader, StandardWebhooks.IdHeader, StandardWebhooks.TimestampHeader, StandardWebhooks.SignatureHeader,
    ];

    public static IEnumerable<ConnectionProblem> Check(OrderApiSettings settings)
    {
        ConnectionProblem?[] found =
        [
            Address(settings), Path(settings), Key(settings), KeyHeader(settings), Secret(settings), PreviousSecret(settings), Limit(settings),
        ];
        return found.OfType<ConnectionProblem>();
    }

    /// <summary>In one's own network a key may travel in the clear.</summary>
    public static bool IsPrivate(Uri address) =>
        address.Host is SandboxAddress.Host or "localhost"
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip)
            ? !PublicAddresses.IsPublic(ip)
            : !address.Host.Contains('.', StringComparison.Ordinal)
                || address.Host.EndsWith(".local", StringComparison.OrdinalIgnoreCase) || address.Host.EndsWith(".internal", StringComparison.OrdinalIgnoreCase));

    private static ConnectionProblem? Address(OrderApiSettings settings)
    {
        if (settings.Url.Length == 0)
        {
            return Problem("url", "required", "The address is missing.", "Enter the address the other system gave you, for example https://api.example.com/merchant.");
        }

        if (!Uri.TryCreate(settings.Url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            return Problem("url", "invalid-address", "'{0}' is not an address that can be called.",
                "Enter it with https://, without password and parameters.", uri is { UserInfo.Length: > 0 } ? uri.Host : settings.Url);
        }

        return settings.SendsKey && uri.Scheme == "http" && !IsPrivate(uri)
            ? Problem("url", "not-encrypted", "The key would be sent to {0} unencrypted: anybody on the way could read it.", "Use the https address.", uri.Host)
            : null;
    }

    private static ConnectionProblem? Path(OrderApiSettings settings) =>
        settings.Path.All(letter => char.IsAsciiLetterOrDigit(letter) || "/-_.~".Contains(letter, StringComparison.Ordinal))
        && !settings.Path.Contains("//", StringComparison.Ordinal) && !settings.Path.Split('/').Any(part => part is "." or "..")
            ? null
            : Problem("path", "invalid-path", "'{0}' is not a path.", "Enter it as {1}: letters, digits, and / - _ . ~ only.", settings.Path, OrderApiSettings.DefaultPath);

    private static ConnectionProblem? Key(OrderApiSettings settings)
    {
        var isSigner = settings is { Signs: true, Profile: OrderApiProfile.OpenApp };
        if (!settings.SendsKey && !isSigner)
        {
            return null;
        }

        return settings.ApiKey.Length == 0 ? Problem("apiKey", "required", "The API key is missing.", "Copy it from the other system.")
            : !IsHeaderText(settings.ApiKey) ? Problem("apiKey", "not-sendable", "The API key holds characters that cannot be sent.", "Copy it again: it has letters, digits and signs of the English keyboard only.")
            : isSigner && settings.ApiKey.Contains('$', StringComparison.Ordinal) ? Problem("apiKey", "not-signable", "The API key holds a '$', which separates the parts of the signature.", "Copy the key alone, without what stands around it.")
            : null;
    }

    private static ConnectionProblem? KeyHeader(OrderApiSettings settings)
    {
        if (!settings.SendsKey)
        {
            return null;
        }

        var header = settings.ApiKeyHeader;
        if (header.Length == 0 || !header.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
        {
            return Problem("apiKeyHeader", "invalid-header", "'{0}' is not the name of a header.", "Enter for example X-Api-Key, or Authorization.", header);
        }

        if (OwnHeaders.Contains(header, StringComparer.OrdinalIgnoreCase))
        {
            return Problem("apiKeyHeader", "header-taken", "The header '{0}' is needed for something else.", "Enter for example X-Api-Key.", header);
        }

        if (settings is { Signs: true, Profile: OrderApiProfile.OpenApp } && header.Equals(OpenAppSignature.AuthorizationHeader, StringComparison.OrdinalIgnoreCase))
        {
            return Problem("apiKeyHeader", "header-taken", "The header '{0}' carries the signature's parts with this profile.", "Enter for example X-Api-Key.", header);
        }

        return IsHeaderText(settings.ApiKeyPrefix) ? null
            : Problem("apiKeyPrefix", "not-sendable", "The word before the key holds characters that cannot be sent.", "Enter for example Bearer, or leave it empty.");
    }

    private static ConnectionProblem? Secret(OrderApiSettings settings) =>
        !settings.Signs ? null
        : settings.Secret.Length == 0 ? Problem("secret", "required", "The secret is missing.", "Copy it from the other system: requests are signed with it.")
        : settings.Profile == OrderApiProfile.StandardWebhooks && !StandardWebhooks.IsSecret(settings.Secret) ? NoWebhookSecret("secret")
        : null;

    private static ConnectionProblem? PreviousSecret(OrderApiSettings settings) =>
        settings is { Signs: true, Profile: OrderApiProfile.StandardWebhooks, PreviousSecret.Length: > 0 } && !StandardWebhooks.IsSecret(settings.PreviousSecret)
            ? NoWebhookSecret("previousSecret")
            : null;

    private static ConnectionProblem NoWebhookSecret(string field) => Problem(field, "secret-form",
        "A secret of this profile is 'whsec_' followed by Base64 of 24 to 64 bytes.", "Copy the whole secret from the other system, or choose the profile it asks for.");

    private static ConnectionProblem? Limit(OrderApiSettings settings) => settings.RequestsPerMinute is >= 0 and <= 6000 ? null
        : Problem("requestsPerMinute", "out-of-range", "The limit must be between 0 (no limit) and 6000 requests per minute.", "Enter 0 unless the other system asks for less.");

    private static bool IsHeaderText(string text) => text.All(letter => letter is >= ' ' and <= '~');

    private static ConnectionProblem Problem(string field, string code, string message, string remedy, params string[] args) =>
        new(field, code, new Phrase(message, args), new Phrase(remedy, args));
}
