namespace OrderSync.Web.Components;

/// <summary>What a table needs to know of a selection.</summary>
public interface ISelection<in TRow>
{
    bool Has(TRow row);

    void Toggle(TRow row);

    void SetAll(IEnumerable<TRow> rows, bool selected);
}

/// <summary>The rows ticked in a list, by key, kept over windows; or "all that match", which stands for the filter instead of keys.</summary>
public sealed class Selection<TRow, TKey>(Func<TRow, TKey> keyOf) : ISelection<TRow>
    where TKey : notnull
{
    private readonly HashSet<TKey> keys = [];

    public IReadOnlyCollection<TKey> Keys => keys;

    /// <summary>Everything that matches the filter is meant, not only what is ticked.</summary>
    public bool AllMatching { get; private set; }

    public bool IsEmpty => keys.Count == 0 && !AllMatching;

    public bool Has(TRow row) => AllMatching || keys.Contains(keyOf(row));

    public void Toggle(TRow row)
    {
        AllMatching = false;
        if (!keys.Remove(keyOf(row)))
        {
            keys.Add(keyOf(row));
        }
    }

    public void SetAll(IEnumerable<TRow> rows, bool selected)
    {
        AllMatching = false;
        foreach (var row in rows)
        {
            _ = selected ? keys.Add(keyOf(row)) : keys.Remove(keyOf(row));
        }
    }

    public void SelectAllMatching() => AllMatching = true;

    public void Clear()
    {
        AllMatching = false;
        keys.Clear();
    }
}
