using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>A change that has to be sent, and the product as it was read last.</summary>
internal sealed record PendingProduct(ProductEdit Edit, WireRecord Record, IReadOnlyList<ProductField> Changes);

/// <summary>What became of the changes of one writing so far. No requests.</summary>
internal sealed class ProductRound(ShopAccess shop, ShopMemory memory, int tooManyRefused)
{
    private List<CatalogWritten> results = [];
    private int refusedInARow;

    public ShopAccess Shop => shop;

    public ShopMemory Memory => memory;

    public Timeouts Timeouts { get; } = new();

    /// <summary>Why nothing more can be sent.</summary>
    public RemoteFailure? Stop { get; private set; }

    /// <summary>Compares a change with the product as it is now.</summary>
    /// <returns>Null when there is nothing to send: then the result is noted.</returns>
    public PendingProduct? Decide(ProductEdit edit, WireRecord? record, BadRecord? bad, bool afterDoubt)
    {
        if (bad is not null)
        {
            Add(edit.Result(CatalogSent.Refused, null, bad.Reason));
        }
        else if (record is null)
        {
            Add(edit.Result(CatalogSent.NoProduct, null, new Phrase("The shop does not have this product any more.")));
        }
        else if (edit.Decide(record, afterDoubt) is { Settled: null } open)
        {
            return new PendingProduct(edit, record, open.Changes);
        }
        else
        {
            Add(edit.Decide(record, afterDoubt).Settled!);
        }

        return null;
    }

    public void Add(CatalogWritten result) => results.Add(result);

    public void Written(IReadOnlyList<PendingProduct> products)
    {
        refusedInARow = 0;
        memory.ProductBatch.Succeeded();
        foreach (var product in products)
        {
            Add(product.Edit.Result(CatalogSent.Written, product.Record) with { PriceNow = product.Edit.Aim });
        }
    }

    public void Refused(PendingProduct product, ShopFailure failure)
    {
        Add(product.Edit.Result(CatalogSent.Refused, product.Record, failure.Remote.Message));
        if (++refusedInARow == tooManyRefused)
        {
            Stop ??= failure.Remote;
        }
    }

    /// <param name="unknown">What may have been done or not.</param>
    public void GiveUp(RemoteFailure failure, IReadOnlyList<ProductEdit> unknown)
    {
        Stop ??= failure;
        foreach (var edit in unknown)
        {
            Add(edit.Result(CatalogSent.Unknown, null, failure.Message));
        }
    }

    public IReadOnlyList<CatalogWritten> TakeResults()
    {
        var taken = results;
        results = [];
        return taken;
    }
}
