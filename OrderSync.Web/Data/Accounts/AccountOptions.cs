namespace OrderSync.Web.Data.Accounts;

/// <summary>Sign-in and API limits; section <c>Accounts</c> of the configuration.</summary>
public sealed class AccountOptions
{
    /// <summary>Attempts to sign in that one address has in a minute, right or wrong.</summary>
    public int SignInsPerMinute { get; set; } = 20;

    /// <summary>Requests that one API key has in a minute.</summary>
    public int ApiRequestsPerMinute { get; set; } = 6000;

    /// <summary>How often an open page asks whether the person may still be signed in. Opening a page always asks.</summary>
    public TimeSpan RevalidateEvery { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>A session ends after so much time without a request.</summary>
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromDays(7);
}
