using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Web.Sandbox;

namespace OrderSync.Tests.Sandbox;

/// <summary>The sandbox as the program of its own that it can be, on a port of its own.</summary>
public class SandboxServer : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("sandbox-").FullName;
    private readonly string[] arguments;
    private WebApplication? app;

    public SandboxServer()
        : this("--orders", "400")
    {
    }

    protected SandboxServer(params string[] arguments) => this.arguments = arguments;

    public Uri Address => new(app!.Urls.First());

    public string Api => $"{Address}sandbox/prestashop/api/";

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public T Get<T>()
        where T : notnull => app!.Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        app = SandboxHost.Build(["sandbox", "--urls", "http://127.0.0.1:0", "--database", Path.Combine(folder, "shop.db"), .. arguments])
            ?? throw new InvalidOperationException("The arguments were refused.");
        await app.StartAsync();
        Client.BaseAddress = Address;
        Client.DefaultRequestHeaders.Authorization = Basic(SandboxOptions.DefaultApiKey);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await app!.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    public static AuthenticationHeaderValue Basic(string key) => new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{key}:")));

    public Task<HttpResponseMessage> GetAsync(string pathAndQuery) => Client.GetAsync(new Uri(Api + pathAndQuery));
}
