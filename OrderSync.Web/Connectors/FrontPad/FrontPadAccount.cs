using System.Security.Cryptography;
using System.Text;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>What limits belong to: an account, however many integrations use it (contracts/frontpad.md §1).</summary>
internal static class FrontPadAccount
{
    public const int PerMinute = 30;
    public const int PerSecond = 2;

    /// <summary>What a request may be late by: the way to them takes now longer and now shorter, and they count what arrives.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(300);

    public static readonly IReadOnlyList<RequestLimit> Limits =
    [
        new(PerSecond, TimeSpan.FromSeconds(1) + Slack),
        new(PerMinute, TimeSpan.FromMinutes(1) + Slack),
    ];

    /// <summary>The product list may be had once an hour.</summary>
    public static readonly TimeSpan ProductsPause = TimeSpan.FromHours(1) + TimeSpan.FromMinutes(1);

    /// <summary>Names the account without giving its secret away.</summary>
    public static string KeyOf(FrontPadSettings settings) =>
        "frontpad:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{settings.Url}\n{settings.Secret}")));
}
