using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>A figure that has to be sent, and the row it goes into as it was read last.</summary>
internal sealed record PendingRow(StockWrite Write, StockRow Row);

/// <summary>What became of the figures of one writing so far. No requests.</summary>
internal sealed class StockRound(ShopAccess shop, ShopMemory memory, PlaceFinder place)
{
    private List<StockWritten> results = [];
    private int refusedInARow;

    public ShopAccess Shop => shop;

    public ShopMemory Memory => memory;

    public PlaceFinder Place => place;

    public Timeouts Timeouts { get; } = new();

    /// <summary>Why nothing more can be sent.</summary>
    public RemoteFailure? Stop { get; private set; }

    /// <summary>Where a batch ends: rows of one product stay together, unless they alone are more than a batch.</summary>
    public static int EndOfBatch(IReadOnlyList<StockWrite> writes, int begin, int most)
    {
        var end = Math.Min(writes.Count, begin + most);
        var cut = end;
        while (cut < writes.Count && cut > begin && writes[cut].Variant.ProductId == writes[cut - 1].Variant.ProductId)
        {
            cut--;
        }

        return cut > begin ? cut : end;
    }

    /// <summary>Compares a figure with the row as it is now.</summary>
    /// <returns>Null when there is nothing to send: then the result is noted.</returns>
    public PendingRow? Decide(StockWrite write, IEnumerable<(StockRow Row, StockOddity? Oddity)> found, BadRecord? bad, bool afterDoubt)
    {
        var rows = found.ToList();
        if (rows.Count == 0)
        {
            Add(write, bad is null ? StockSent.NoRow : StockSent.Refused, null, bad?.Reason);
        }
        else if (rows.Where(row => row.Oddity is null).Select(row => row.Row).FirstOrDefault() is not { } row)
        {
            Add(write, StockSent.Refused, rows[0].Row.Quantity, Why(rows[0].Oddity));
        }
        else if (row.Quantity == write.Quantity && (afterDoubt || write.Quantity == write.Expected))
        {
            Add(write, StockSent.Written, row.Quantity);
        }
        else if (row.Quantity != write.Expected)
        {
            Add(write, StockSent.Changed, row.Quantity);
        }
        else
        {
            return new PendingRow(write, row);
        }

        return null;
    }

    public void Add(StockWrite write, StockSent result, int? shopNow, Phrase? message = null) =>
        results.Add(new StockWritten(write.Variant, result, shopNow, message));

    public void Written(IReadOnlyList<PendingRow> rows)
    {
        refusedInARow = 0;
        memory.StockBatch.Succeeded();
        foreach (var row in rows)
        {
            Add(row.Write, StockSent.Written, row.Write.Quantity);
        }
    }

    public void Refused(PendingRow row, ShopFailure failure, int tooMany)
    {
        Add(row.Write, StockSent.Refused, row.Row.Quantity, failure.Remote.Message);
        if (++refusedInARow == tooMany)
        {
            Stop ??= failure.Remote;
        }
    }

    public void GiveUp(ShopFailure failure, IReadOnlyList<PendingRow> unknown) => GiveUp(failure.Remote, [.. unknown.Select(row => row.Write)]);

    /// <param name="unknown">What may have been done or not.</param>
    public void GiveUp(RemoteFailure failure, IReadOnlyList<StockWrite> unknown)
    {
        Stop ??= failure;
        foreach (var write in unknown)
        {
            Add(write, StockSent.Unknown, null, failure.Message);
        }
    }

    public IReadOnlyList<StockWritten> TakeResults()
    {
        var taken = results;
        results = [];
        return taken;
    }

    private static Phrase Why(StockOddity? oddity) => oddity switch
    {
        StockOddity.Sum => new Phrase("The shop keeps this figure as the sum of the product's variants."),
        StockOddity.Repeated => new Phrase("The shop has more than one stock row for this variant."),
        StockOddity.ManagedByShop => new Phrase("The shop manages this stock by its own warehouses and takes no figure from outside."),
        _ => new Phrase("The stock row hangs on another shop of the multistore, so the shop does not sell from it."),
    };
}
