using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Connectors.PrestaShop;

namespace OrderSync.Tests.Connectors.PrestaShop;

/// <summary>The key is nowhere but on the wire.</summary>
public sealed class SecrecyTests
{
    [Fact]
    public async Task The_key_travels_in_the_header_and_in_no_address()
    {
        var rig = await ReadAsync(headerStripped: false);

        Assert.All(rig.Shop.Http.Sent, request => Assert.DoesNotContain(FakeShop.Key, request.Address.AbsoluteUri, StringComparison.Ordinal));
        Assert.All(rig.Shop.Http.Sent, request => Assert.StartsWith("Basic ", request.Authorization, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_where_the_header_is_dropped_the_key_travels_in_the_address_and_is_not_reported_there()
    {
        var rig = await ReadAsync(headerStripped: true);

        Assert.All(rig.Shop.Http.Sent, request => Assert.Contains("ws_key=" + FakeShop.Key, request.Address.AbsoluteUri, StringComparison.Ordinal));
        Assert.All(rig.Reported, request => Assert.DoesNotContain(FakeShop.Key, request.ToString(), StringComparison.Ordinal));
        Assert.All(rig.Reported, request => Assert.DoesNotContain("ws_key", request.Target, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_are_reported_as_people_can_read_them()
    {
        var rig = await ReadAsync(headerStripped: false);

        var report = rig.Reported[0];
        Assert.StartsWith("/api/orders?display=[id,", report.Target, StringComparison.Ordinal);
        Assert.Equal(("GET", 200), (report.Method, report.Status));
        Assert.InRange(report.Bytes, 500, 5000);
    }

    [Fact]
    public void Settings_written_as_text_hold_no_key()
    {
        var settings = new PrestaShopSettings { Url = FakeShop.Url, ApiKey = FakeShop.Key };

        Assert.DoesNotContain(FakeShop.Key, settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(FakeShop.Key, new Connection(1, "Shop", settings, new Dictionary<string, string>(), new Rig()).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(400)]
    [InlineData(200)]
    public async Task A_shop_that_repeats_the_key_does_not_bring_it_into_our_messages(int status)
    {
        var rig = new Rig();
        rig.Shop.With(new ShopOrder(1));
        rig.Shop.Spoil = (_, _) => status == 200
            ? rig.Shop.Xml($"<b>Fatal error</b> in request with {FakeShop.Key}")
            : rig.Shop.Error((HttpStatusCode)status, status == 500 ? 8 : 38, $"bad request {FakeShop.Key.ToLowerInvariant()}");

        var error = await Assert.ThrowsAsync<RemoteFailureException>(() => rig.ReadNewAsync());

        Assert.DoesNotContain(FakeShop.Key, error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(FakeShop.Key, error.Failure.Message.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_is_logged_of_a_noisy_answer_holds_no_key()
    {
        var log = new ListLogger();
        var shop = FakeShop.Usual().With(new ShopOrder(1));
        shop.Spoil = (_, body) => shop.Xml($"Notice: {FakeShop.Key}\n" + body);
        var rig = new Rig(shop);
        var client = new PrestaShopClient(new HttpClient(shop.Http), rig, rig.Clock, log);

        await client.ListAsync(new ShopAccess(rig.Connection), ShopQuery.Of("orders").Display("id"), record => record.Id, CancellationToken.None);

        Assert.Contains("Notice: ••••", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_excerpt_of_a_broken_order_holds_neither_the_key_nor_the_orders_own()
    {
        var rig = new Rig();
        rig.Facts["version"] = ""; // all fields, secure_key among them
        rig.Shop.Version = "";
        rig.Shop.With(new ShopOrder(1) { Payment = $"{FakeShop.Key} ]]> & <x>" });

        var bad = Assert.Single((await rig.ReadNewAsync()).SelectMany(page => page.Unreadable));

        Assert.Contains("secure_key", bad.Excerpt, StringComparison.Ordinal);
        Assert.DoesNotContain("b44a6d9efd7a0076a0fbce6b15eaf3b1", bad.Excerpt, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeShop.Key, bad.Excerpt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_stored_of_an_order_read_with_all_fields_holds_no_key_of_it()
    {
        var rig = new Rig();
        rig.Facts["version"] = "";
        rig.Shop.With(new ShopOrder(1));

        Assert.DoesNotContain("b44a6d9efd7a0076a0fbce6b15eaf3b1", JsonSerializer.Serialize(await rig.ReadOneAsync()), StringComparison.Ordinal);
    }

    private static async Task<Rig> ReadAsync(bool headerStripped)
    {
        var rig = new Rig();
        rig.Facts["headerStripped"] = headerStripped ? "true" : "";
        rig.Shop.With(new ShopOrder(1));
        await rig.ReadNewAsync();
        return rig;
    }

    private sealed class ListLogger : ILogger<PrestaShopClient>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
