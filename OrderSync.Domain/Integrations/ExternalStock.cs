namespace OrderSync.Domain.Integrations;

/// <summary>Pieces a shop shows for one variant.</summary>
/// <param name="RowId">The shop's id of its stock row.</param>
/// <param name="VariantId">Empty for a product without variants, and for the sum a shop keeps of a product's variants.</param>
public sealed record ExternalStock(string RowId, string ProductId, string VariantId, int Quantity)
{
    /// <summary>What is odd about the row, so that it must not be written; null when nothing is.</summary>
    public StockOddity? Oddity { get; init; }
}

/// <summary>Why a stock row is reported instead of written (contracts/prestashop.md §4.5, §4.7).</summary>
public enum StockOddity
{
    /// <summary>The shop keeps it as the sum of the product's variants; it follows by itself.</summary>
    Sum,

    /// <summary>The same product and variant has another row.</summary>
    Repeated,

    /// <summary>The shop manages this row by its own warehouses and refuses a figure from outside.</summary>
    ManagedByShop,

    /// <summary>The row hangs on another shop or group than the shop looks at, or on none: what stands there is not sold from (PS#18953, PS#38049).</summary>
    Detached,
}

/// <summary>A part of a shop's stock list.</summary>
public sealed record StockPage(IReadOnlyList<ExternalStock> Rows)
{
    /// <summary>About how many rows this reading will give in all; null when unknown.</summary>
    public long? EstimatedTotal { get; init; }
}

/// <summary>A variant in the words of a shop.</summary>
public sealed record VariantKey(string ProductId, string VariantId)
{
    /// <summary>As people and run items name it.</summary>
    public override string ToString() => VariantId.Length > 0 ? $"{ProductId}/{VariantId}" : ProductId;
}

/// <summary>What became of a figure sent to a shop.</summary>
public enum StockSent
{
    /// <summary>The shop confirmed it, or showed it when asked after a doubt.</summary>
    Written,

    /// <summary>The shop has no row for it: nothing can be written.</summary>
    NoRow,

    /// <summary>Another than the expected figure stood there when it was read just before writing; nothing was written.</summary>
    Changed,

    /// <summary>The shop refused this row; the message says why.</summary>
    Refused,

    /// <summary>No answer, and none when asked again: nobody knows. Read it again before anything else is sent.</summary>
    Unknown,
}

/// <summary>A figure to be sent.</summary>
/// <param name="Expected">What the decision was made on: another figure in the shop stops this row, not the others.</param>
public sealed record StockWrite(VariantKey Variant, int Expected, int Quantity);

/// <param name="ShopNow">What the shop shows as far as is known afterwards.</param>
public sealed record StockWritten(VariantKey Variant, StockSent Result, int? ShopNow, Phrase? Message = null);

/// <summary>A system that shows stock and can be told other figures.</summary>
public interface IStockTarget
{
    /// <summary>Reads all stock rows, page by page, the rows of a product always on one page. Memory does not grow with the shop.</summary>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully; pages given so far are good.</exception>
    IAsyncEnumerable<StockPage> ReadStockAsync(Connection connection, CancellationToken ct);

    /// <summary>Reads the rows of the named products, in few requests.</summary>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully.</exception>
    Task<IReadOnlyList<ExternalStock>> ReadStockAsync(Connection connection, IReadOnlyCollection<string> productIds, CancellationToken ct);

    /// <summary>
    /// Reads each row just before writing, writes only those that still show what was expected and differ from what is wanted, and looks
    /// again after any doubt. Variants of one product are written one after the other (contracts/prestashop.md §4.5). Results come as soon
    /// as they are known, so that they can be stored before the next figures are sent.
    /// </summary>
    /// <param name="writes">Each variant once.</param>
    /// <returns>One result for each figure, in parts. A row that fails never holds up the others.</returns>
    /// <exception cref="RemoteFailureException">The other side does not answer usefully. Figures without a result have not been sent.</exception>
    IAsyncEnumerable<IReadOnlyList<StockWritten>> WriteStockAsync(Connection connection, IReadOnlyList<StockWrite> writes, CancellationToken ct);

    /// <summary>What the shop may be told, as the integration is set.</summary>
    Stock.ExportSettings ExportSettings(Connection connection);
}
