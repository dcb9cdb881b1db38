namespace OrderSync.Web.Account;

/// <summary>Where to go after signing in: only to an address of this program, never to one that a link smuggled in.</summary>
internal static class LocalAddress
{
    public static string OrHome(string? address, string home = "/") => IsLocal(address) ? address! : home;

    private static bool IsLocal(string? address) =>
        address is ['/', ..]
        && !(address.Length > 1 && address[1] is '/' or '\\')
        && !address.Any(char.IsControl)
        && !address.Contains('\\');
}
