using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// A list that products point into, for one reading of the catalogue: read whole when it is first needed, and by name what was added since.
/// Without it products are poorer but can be imported: what is wrong with it is kept to be told, and does not end the reading.
/// </summary>
/// <param name="troubles">Where that is kept.</param>
internal sealed class LookupList<T>(
    PageReader pages, ShopAccess shop, ICollection<RemoteFailure> troubles, string resource, string[] fields, Func<WireRecord, T> map)
{
    private const int RowsAtOnce = 1000;

    private readonly Dictionary<string, T> rows = [];
    private readonly HashSet<string> absent = [];
    private readonly IdList<(long Id, T Value)> list = new(
        new ListFields(resource, fields), new PageSize(RowsAtOnce, RowsAtOnce), (record, _) => (record.Id, map(record)), row => row.Id);

    private bool isRead;
    private bool isBroken;

    /// <summary>The key may not read it.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Narrows what is read.</summary>
    public Func<ShopQuery, ShopQuery> Narrow
    {
        init => list = list with { Narrow = value };
    }

    /// <summary>The list, which has all of <paramref name="ids"/> that the shop has. Nothing is asked for when there are none.</summary>
    public async Task<IReadOnlyDictionary<string, T>> ForAsync(IEnumerable<string> ids, CancellationToken ct)
    {
        var needed = ids.Where(id => id.Length > 0 && !rows.ContainsKey(id) && !absent.Contains(id)).ToHashSet();
        if (needed.Count > 0)
        {
            await AllAsync(ct);
            await AskAsync(() => AddAsync([.. needed.Where(id => !rows.ContainsKey(id)).Select(id => long.TryParse(id, out var number) ? number : 0)], ct));
            absent.UnionWith(needed.Where(id => !rows.ContainsKey(id)));
        }

        return rows;
    }

    public async Task<IReadOnlyDictionary<string, T>> AllAsync(CancellationToken ct)
    {
        if (!isRead)
        {
            isRead = true;
            await AskAsync(() => ReadAsync(ct));
        }

        return rows;
    }

    private async Task AskAsync(Func<Task> ask)
    {
        if (IsRefused)
        {
            return;
        }

        try
        {
            await ask();
        }
        catch (RemoteFailureException error) when (error.Failure.Code is FailureCode.PermissionMissing or FailureCode.UnknownResource)
        {
            IsRefused = true;
            troubles.Add(error.Failure);
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        for (long above = 0; ;)
        {
            var page = await pages.NextAsync(shop, list, above, _ => true, ct);
            Take(page.Records, page.Bad);
            if (page.IsLast)
            {
                return;
            }

            above = page.Listed.Max();
        }
    }

    private async Task AddAsync(IReadOnlyList<long> ids, CancellationToken ct)
    {
        if (ids.Count > 0)
        {
            var read = await pages.NamedAsync(shop, list, ids, ct);
            Take(read.All, read.Bad);
        }
    }

    private void Take(IEnumerable<(long Id, T Value)> read, IReadOnlyDictionary<string, BadRecord> bad)
    {
        foreach (var (id, value) in read)
        {
            rows[PageReader.Text(id)] = value;
        }

        absent.UnionWith(bad.Keys);
        if (bad.Count > 0 && !isBroken)
        {
            isBroken = true;
            troubles.Add(new RemoteFailure(
                RemoteFailureKind.Malformed, FailureCode.Malformed,
                new Phrase("Some {0} cannot be read, for example {1}: {2}", resource, bad.Keys.First(), bad.Values.First().Reason.ToString()),
                new Phrase("Save them again in the shop's back office without strange characters.")));
        }
    }
}
