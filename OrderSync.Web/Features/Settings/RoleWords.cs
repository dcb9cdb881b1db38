using OrderSync.Domain;

namespace OrderSync.Web.Features.Settings;

/// <summary>What each role may do, in words; English, translated when shown.</summary>
internal static class RoleWords
{
    public static string Say(this Role role) => role switch
    {
        Role.Viewer => "See everything but secrets",
        Role.Support => "Also settle problems: retry, ignore, correct, add notes",
        Role.Staff => "Also run, pause and cancel feeds",
        Role.Merchant => "Also change integrations, mappings and schedules",
        _ => "Also manage users, keys and the system",
    };
}
