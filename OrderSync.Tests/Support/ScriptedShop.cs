using System.Runtime.CompilerServices;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Feeds.ImportOrders;
using OrderSync.Web.Feeds.ImportProducts;

namespace OrderSync.Tests.Support;

/// <summary>A shop whose orders and faults the test writes down; its cursor is the number of orders read.</summary>
internal sealed class ScriptedShop : IOrderSource, ICatalogSource
{
    public List<ExternalProduct> Products { get; } = [];

    public List<ExternalOrder> Orders { get; } = [];

    public List<UnreadableOrder> Unreadable { get; } = [];

    /// <summary>Called before each page; throw here to break the shop.</summary>
    public Action<int> BeforePage { get; set; } = _ => { };

    public int PageSize { get; set; } = 2;

    public ConnectorDescriptor Descriptor => new(
        new ConnectorKey("test"), "Test shop", "A shop of a test.", typeof(ScriptedSettings), typeof(object),
        [
            new FeedOffer(ImportOrdersFeed.FeedKey, "*/5 * * * *"), new FeedOffer(RetryFeed.FeedKey, "0 * * * *"),
            new FeedOffer(ImportProductsFeed.FeedKey, null), new FeedOffer(UpdateProductsFeed.FeedKey, null),
        ], [], this);

    public async IAsyncEnumerable<OrderPage> ReadNewAsync(Connection connection, string? cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        var position = cursor is null ? 0 : int.Parse(cursor);
        for (var page = 0; position < Orders.Count || page == 0; page++)
        {
            ct.ThrowIfCancellationRequested();
            BeforePage(page);
            var orders = Orders.Skip(position).Take(PageSize).ToList();
            position += orders.Count;
            yield return new OrderPage(orders, page == 0 ? Unreadable : [], [], position.ToString());
        }
    }

    public async IAsyncEnumerable<OrderPage> ReadAsync(
        Connection connection, IReadOnlyList<string> externalIds, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        BeforePage(0);
        var found = Orders.Where(order => externalIds.Contains(order.ExternalId)).ToList();
        yield return new OrderPage(found, [], [.. externalIds.Except(found.Select(order => order.ExternalId))], null);
    }

    public async IAsyncEnumerable<ProductPage> ReadProductsAsync(Connection connection, string? cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        var position = cursor is null ? 0 : int.Parse(cursor);
        for (var page = 0; position < Products.Count || page == 0; page++)
        {
            ct.ThrowIfCancellationRequested();
            BeforePage(page);
            var products = Products.Skip(position).Take(PageSize).ToList();
            position += products.Count;
            yield return new ProductPage(products, [], position.ToString());
        }
    }

    public ImportSettings ImportSettings(Connection connection) => Given.Settings;
}

internal sealed record ScriptedSettings : IConnectorSettings
{
    public int RequestsPerMinute => 0;

    public IEnumerable<ConnectionProblem> Validate() => [];
}
