using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Tests.Support;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.PrestaShop;
using OrderSync.Web.Sandbox.PrestaShop.Orders;
using OrderSync.Web.Sandbox.PrestaShop.Webservice;

namespace OrderSync.Tests.Sandbox;

/// <summary>A sandbox shop without HTTP, on a clock that the test moves.</summary>
internal sealed class TestShop : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("shop-").FullName;
    private readonly ServiceProvider services;

    public TestShop(Action<SandboxOptions>? change = null)
    {
        var options = new SandboxOptions { Arrivals = false, DatabasePath = Path.Combine(folder, "shop.db") };
        change?.Invoke(options);
        var collection = new ServiceCollection().AddSingleton<TimeProvider>(Time);
        collection.AddSandbox(options);
        services = collection.BuildServiceProvider();
    }

    public HandTime Time { get; } = new(Start);

    public SandboxShop Shop => Get<SandboxShop>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Asks the webservice as a connector would, with what stands in the address after <c>/api/</c>.</summary>
    public (int Status, string Body) Ask(string pathAndQuery, string key = SandboxOptions.DefaultApiKey) => Send("GET", pathAndQuery, "", key);

    public (int Status, string Body) Send(string method, string pathAndQuery, string body, string key = SandboxOptions.DefaultApiKey)
    {
        Get<OrderArrivals>().CatchUp();
        var parts = pathAndQuery.Split('?', 2);
        var query = PhpQuery.Parse(parts.ElementAtOrDefault(1));
        var call = new WebserviceCall(query["ps_method"] ?? method, parts[0], query, "http://shop/", key) { Body = body };
        using var answer = Get<ShopWebservice>().Handle(call);
        return (answer.Status, System.Text.Encoding.UTF8.GetString(answer.Body.Span));
    }

    /// <summary>The entities of an answer which must succeed.</summary>
    public IReadOnlyList<XElement> List(string pathAndQuery)
    {
        var (status, body) = Ask(pathAndQuery);
        Assert.Equal(StatusCodes.Status200OK, status);
        return [.. XDocument.Parse(body).Root!.Elements().Single().Elements()];
    }

    public IReadOnlyList<int> Ids(string pathAndQuery) => [.. List(pathAndQuery).Select(entity => (int)entity.Element("id")!)];

    public string? ErrorCode(string pathAndQuery) =>
        XDocument.Parse(Ask(pathAndQuery).Body).Descendants("code").FirstOrDefault()?.Value;

    public void Dispose()
    {
        services.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
