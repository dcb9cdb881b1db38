namespace OrderSync.Web.Sandbox.Faults;

/// <summary>The faults which are switched on, at most one of a kind.</summary>
public sealed class SandboxFaults
{
    private readonly Lock gate = new();
    private readonly Dictionary<FaultKind, Fault> active = [];

    public IReadOnlyList<Fault> Active
    {
        get
        {
            lock (gate)
            {
                return [.. active.Values.OrderBy(fault => fault.Kind)];
            }
        }
    }

    public void Set(Fault fault)
    {
        lock (gate)
        {
            active[fault.Kind] = fault;
        }
    }

    public void Clear(FaultKind kind)
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

    public Fault? Find(FaultKind kind)
    {
        lock (gate)
        {
            return active.GetValueOrDefault(kind);
        }
    }

    /// <summary>The faults this request meets; those set for a number of requests have one less to go.</summary>
    public IReadOnlyList<Fault> Take(string resource, bool isWrite = false)
    {
        lock (gate)
        {
            if (active.Count == 0)
            {
                return [];
            }

            Fault[] met = [.. active.Values.Where(fault => fault.Concerns(resource) && (isWrite || !fault.IsOfWrites))];
            foreach (var fault in met.Where(fault => fault.Requests is not null))
            {
                Use(fault);
            }

            return met;
        }
    }

    private void Use(Fault fault)
    {
        if (fault.Requests <= 1)
        {
            active.Remove(fault.Kind);
        }
        else
        {
            active[fault.Kind] = fault with { Requests = fault.Requests - 1 };
        }
    }
}
