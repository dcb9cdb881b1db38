using System.Text.Json;
using System.Text.Json.Serialization;
using OrderSync.Domain;

namespace OrderSync.Web.Data.Audit;

/// <summary>The thing an audit entry is about.</summary>
public readonly record struct Subject(string Kind, string Id, string Name = "");

/// <summary>Adds audit entries to a context, so that they are saved in the same transaction as the change they tell of.</summary>
public static class AuditLog
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <param name="before">State before, without secrets; null when there was none.</param>
    /// <param name="after">State after, without secrets; null when nothing is left.</param>
    public static void Record(
        this OrderSyncDb db, Actor actor, DateTime at, string action, Subject subject, object? before = null, object? after = null) =>
        db.AuditEntries.Add(new AuditEntry
        {
            At = at,
            ActorKind = actor.Kind.ToString(),
            ActorId = actor.Id,
            ActorName = actor.Name,
            Action = action,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            SubjectName = subject.Name,
            Before = before is null ? null : JsonSerializer.Serialize(before, Json),
            After = after is null ? null : JsonSerializer.Serialize(after, Json),
        });
}
