using OrderSync.Domain;

namespace OrderSync.Web.Components;

/// <summary>
/// The state of one thing a page can do: whether it is under way, and why it was refused. A page keeps one per button that can be busy
/// on its own; <see cref="ActionComponent.RunAsync(ActionState, Func{CancellationToken, Task{Outcome}})"/> fills it.
/// </summary>
public sealed class ActionState
{
    private readonly HashSet<string> shownFields = [];

    public bool Busy { get; internal set; }

    /// <summary>The expected refusal of the last attempt; cleared by the next one.</summary>
    public Refusal? Refusal { get; internal set; }

    /// <summary>Set when the last attempt ended in a fault of OrderSync itself; the details are in the log under the reference in it.</summary>
    public Phrase? Fault { get; internal set; }

    public bool HasError => Refusal is not null || Fault is not null;

    /// <summary>The message for one field (camelCase, as in the API), or null.</summary>
    public Phrase? FieldError(string field) => Refusal is not null && Refusal.Fields.TryGetValue(field, out var message) ? message : null;

    /// <summary>Tells that a field of the form shows its own message, so that nobody reads it twice.</summary>
    internal void ShowsField(string field) => shownFields.Add(field);

    internal bool IsShownAtField(string field) => shownFields.Contains(field);

    /// <summary>Takes the messages away, for example when the person goes on typing.</summary>
    public void Clear() => (Refusal, Fault) = (null, null);

    /// <summary>Shows a refusal that did not come from an action run here.</summary>
    public void Refuse(Refusal refusal) => (Refusal, Fault) = (refusal, null);
}
