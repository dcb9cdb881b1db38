namespace OrderSync.Domain;

/// <summary>Roles, each including what the ones before it may do.</summary>
public enum Role
{
    Viewer,
    Support,
    Staff,
    Merchant,
    Administrator,
}

/// <summary>What an action needs. <see cref="Permissions.LowestRole"/> says who has it.</summary>
public enum Permission
{
    View,
    SettleProblems,
    RunFeeds,
    ManageLocks,
    ManageStock,
    ApprovePlans,
    ManageIntegrations,
    ManageSystem,
}

public static class Permissions
{
    /// <summary>The lowest role that has the permission; every higher role has it too.</summary>
    public static Role LowestRole(this Permission permission) => permission switch
    {
        Permission.View => Role.Viewer,
        Permission.SettleProblems => Role.Support,
        Permission.RunFeeds or Permission.ManageLocks or Permission.ManageStock => Role.Staff,
        Permission.ManageIntegrations or Permission.ApprovePlans => Role.Merchant,
        _ => Role.Administrator,
    };
}

public enum ActorKind
{
    Person,
    ApiKey,
    Schedule,
    System,
}

/// <summary>Who does something: a signed-in person, an API key, the schedule or the program itself.</summary>
public sealed record Actor(ActorKind Kind, string Id, string Name, Role Role)
{
    public static Actor Schedule { get; } = new(ActorKind.Schedule, "schedule", "Schedule", Role.Staff);

    public static Actor System { get; } = new(ActorKind.System, "system", "OrderSync", Role.Administrator);

    public bool May(Permission permission) => Role >= permission.LowestRole();

    /// <summary>The refusal to answer with, or null when the actor may go on.</summary>
    public Refusal? Lacks(Permission permission) => May(permission) ? null : Refusal.Forbidden(permission);
}
