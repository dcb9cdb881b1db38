namespace OrderSync.Web.Data.Audit;

/// <summary>Who changed what, with what stood there before and after. Never holds a secret.</summary>
public sealed class AuditEntry
{
    public long Id { get; private set; }
    public required DateTime At { get; init; }
    public required string ActorKind { get; init; }
    public required string ActorId { get; init; }
    public required string ActorName { get; init; }

    /// <summary>What was done, for example <c>mapping.saved</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to, for example <c>integration</c> and its id.</summary>
    public required string SubjectKind { get; init; }
    public required string SubjectId { get; init; }
    public string SubjectName { get; init; } = "";
    public string? Before { get; init; }
    public string? After { get; init; }
}
