using OrderSync.Domain;

namespace OrderSync.Web.Sandbox.Faults;

/// <summary>A fault that can be switched on, for people: its name, what it is, and what its value means. The texts are keys of the localizer.</summary>
/// <param name="ValueName">What its value is; null when it is not theirs to choose.</param>
/// <param name="Value">The value it has until another is chosen.</param>
public sealed record FaultSwitch<TKind>(TKind Kind, string Name, string Explanation, string? ValueName = null, int Value = 0)
    where TKind : struct, Enum;

/// <param name="Value">As <see cref="FaultSwitch{TKind}.ValueName"/> says.</param>
/// <param name="Requests">For how many more requests; null until it is switched off.</param>
public sealed record SwitchedFault<TKind>(TKind Kind, int Value, int? Requests)
    where TKind : struct, Enum;

/// <summary>The faults of a simulated system, and which of them are switched on.</summary>
public abstract class FaultSwitches<TKind>(IReadOnlyList<FaultSwitch<TKind>> all)
    where TKind : struct, Enum
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKind, SwitchedFault<TKind>> active = [];

    public IReadOnlyList<FaultSwitch<TKind>> All { get; } = all;

    public IReadOnlyList<SwitchedFault<TKind>> Active
    {
        get
        {
            lock (gate)
            {
                return [.. active.Values.OrderBy(fault => fault.Kind)];
            }
        }
    }

    /// <summary>The kind scripts call by this name, or null.</summary>
    public static TKind? KindOf(string name) => Enum.GetValues<TKind>().Select(kind => (TKind?)kind).FirstOrDefault(kind => kind!.Value.ToKebab() == name);

    public SwitchedFault<TKind>? Find(TKind kind)
    {
        lock (gate)
        {
            return active.GetValueOrDefault(kind);
        }
    }

    public void Set(TKind kind, int? value = null, int? requests = null)
    {
        lock (gate)
        {
            active[kind] = new SwitchedFault<TKind>(kind, value ?? All.First(fault => fault.Kind.Equals(kind)).Value, requests);
        }
    }

    public void Clear(TKind kind)
    {
        lock (gate)
        {
            active.Remove(kind);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            active.Clear();
        }
    }

    /// <summary>Whether this request meets the fault; one that is set for a number of requests has one less to go.</summary>
    internal bool Meets(TKind kind)
    {
        lock (gate)
        {
            return Take(kind) is not null;
        }
    }

    /// <summary>All faults this request meets; those set for a number of requests have one less to go.</summary>
    internal IReadOnlyDictionary<TKind, SwitchedFault<TKind>> Take()
    {
        lock (gate)
        {
            return active.Keys.ToList().ToDictionary(kind => kind, kind => Take(kind)!);
        }
    }

    private SwitchedFault<TKind>? Take(TKind kind)
    {
        if (active.GetValueOrDefault(kind) is not { } fault)
        {
            return null;
        }

        if (fault.Requests <= 1)
        {
            active.Remove(kind);
        }
        else if (fault.Requests is { } left)
        {
            active[kind] = fault with { Requests = left - 1 };
        }

        return fault;
    }
}
