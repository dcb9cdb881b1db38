using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>What is asked of a list: the fields of the shop's version, or all it has when it turns out not to know one of them.</summary>
/// <param name="known">Null while the version is unknown: then all fields are asked for.</param>
internal sealed class ListFields(string resource, Func<string[]?> known)
{
    private bool all;

    public ListFields(string resource, params string[] fields)
        : this(resource, () => fields)
    {
    }

    public string Resource => resource;

    public ShopQuery Query => !all && known() is { } fields ? ShopQuery.Of(resource).Display(fields) : ShopQuery.Of(resource).DisplayFull();

    /// <summary>From now on all fields are asked for.</summary>
    /// <returns>False when they were already.</returns>
    public bool Widen()
    {
        var wasNarrow = !all && known() is not null;
        all = true;
        return wasNarrow;
    }

    public async Task<T> AskAsync<T>(Func<ShopQuery, Task<T>> read)
    {
        try
        {
            return await read(Query);
        }
        catch (RemoteFailureException error) when (error.Failure.Code == FailureCode.UnknownField && Widen())
        {
            return await read(Query);
        }
    }
}
