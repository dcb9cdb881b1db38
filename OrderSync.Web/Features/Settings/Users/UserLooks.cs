using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Settings.Users;

internal static class UserLooks
{
    public static StateLook Look(this UserState state) => state switch
    {
        UserState.Active => new("check_circle", "Active", Tone.Good),
        UserState.Invited => new("key", "One-time password", Tone.Info),
        UserState.LockedForMinutes => new("lock_clock", "Locked for minutes", Tone.Warn),
        _ => new("lock", "Locked", Tone.Bad),
    };
}
