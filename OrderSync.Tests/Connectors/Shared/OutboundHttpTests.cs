using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.Shared;

/// <summary>Outgoing connections, tried against a listener on this machine.</summary>
public sealed class OutboundHttpTests
{
    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://2130706433:{0}/")]
    public async Task Addresses_of_a_private_network_are_not_connected_to(string address)
    {
        await using var listener = new TinyServer();
        using var http = Http();

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(string.Format(address, listener.Port)));

        Assert.IsType<AddressRefusedException>(error.InnerException);
        Assert.Equal(0, listener.Connections);
    }

    [Fact]
    public async Task Private_networks_can_be_permitted()
    {
        await using var listener = new TinyServer();
        using var http = Http(("Outbound:AllowPrivateNetworks", "true"));

        Assert.Equal("hello", await http.GetStringAsync($"http://localhost:{listener.Port}/"));
    }

    [Fact]
    public async Task The_sandbox_is_reached_under_its_made_up_name_at_the_programs_own_listener()
    {
        await using var listener = new TinyServer();
        using var http = Http(new OwnServer($"https://localhost:1", $"http://[::]:{listener.Port}"), ("Sandbox:Enabled", "true"));

        Assert.Equal("hello", await http.GetStringAsync(SandboxAddress.PrestaShopUrl + "/api/"));
    }

    [Fact]
    public async Task A_sandbox_of_its_own_is_reached_where_the_configuration_says()
    {
        await using var listener = new TinyServer();
        using var http = Http(("Sandbox:Enabled", "true"), ("Sandbox:Url", $"http://localhost:{listener.Port}"));

        Assert.Equal("hello", await http.GetStringAsync(SandboxAddress.PrestaShopUrl + "/api/"));
    }

    [Fact]
    public async Task A_sandbox_that_is_off_is_not_reached()
    {
        await using var listener = new TinyServer();
        using var http = Http(new OwnServer($"http://localhost:{listener.Port}"), ("Sandbox:Enabled", "false"));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(SandboxAddress.PrestaShopUrl));

        Assert.True(Assert.IsType<AddressRefusedException>(error.InnerException).IsSandbox);
    }

    [Fact]
    public async Task Redirects_are_not_followed_cookies_are_not_kept_and_the_program_says_its_name()
    {
        await using var listener = new TinyServer("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        using var http = Http(("Outbound:AllowPrivateNetworks", "true"));

        using var first = await http.GetAsync($"http://localhost:{listener.Port}/");
        using var second = await http.GetAsync($"http://localhost:{listener.Port}/");

        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.Equal(2, listener.Requests.Count);
        Assert.All(listener.Requests, request => Assert.Contains($"User-Agent: {OutboundHttp.UserAgent}", request, StringComparison.Ordinal));
        Assert.All(listener.Requests, request => Assert.DoesNotContain("Cookie:", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Addresses_of_requests_are_not_logged()
    {
        await using var listener = new TinyServer();
        var log = new ListLogs();
        using var http = Http(null, log, ("Outbound:AllowPrivateNetworks", "true"));

        await http.GetStringAsync($"http://localhost:{listener.Port}/api/?ws_key=SECRET");

        Assert.DoesNotContain(log.Lines, line => line.Contains("SECRET", StringComparison.Ordinal));
    }

    private static HttpClient Http(params (string Key, string Value)[] configuration) => Http(null, null, configuration);

    private static HttpClient Http(IServer server, params (string Key, string Value)[] configuration) => Http(server, null, configuration);

    private static HttpClient Http(IServer? server, ILoggerProvider? log, params (string Key, string Value)[] configuration)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build());
        services.AddSingleton<IHostEnvironment>(new Production());
        services.AddLogging(builder => { builder.SetMinimumLevel(LogLevel.Trace); if (log is not null) { builder.AddProvider(log); } });
        if (server is not null)
        {
            services.AddSingleton(server);
        }

        services.AddOutboundHttp("shop");
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("shop");
    }

    private sealed class Production : IHostEnvironment
    {
        public string ApplicationName { get; set; } = "";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
        public string ContentRootPath { get; set; } = "";
        public string EnvironmentName { get; set; } = "Production";
    }

    private sealed class OwnServer : IServer
    {
        public OwnServer(params string[] addresses)
        {
            var feature = new Addresses();
            foreach (var address in addresses)
            {
                feature.List.Add(address);
            }

            Features.Set<IServerAddressesFeature>(feature);
        }

        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }

        private sealed class Addresses : IServerAddressesFeature
        {
            public List<string> List { get; } = [];

            ICollection<string> IServerAddressesFeature.Addresses => List;

            public bool PreferHostingUrls { get; set; }
        }
    }

    private sealed class ListLogs : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
            {
                Lines.Add(formatter(state, exception) + exception);
            }
        }

        public void Dispose()
        {
        }
    }

    /// <summary>Answers every connection on this machine with one and the same text.</summary>
    private sealed class TinyServer : IAsyncDisposable
    {
        private readonly TcpListener listener = TcpListener.Create(0);
        private readonly Task loop;

        public TinyServer(string answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
        {
            listener.Start();
            loop = ServeAsync(Encoding.ASCII.GetBytes(answer));
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public int Connections { get; private set; }

        public List<string> Requests { get; } = [];

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private async Task ServeAsync(byte[] answer)
        {
            var buffer = new byte[8192];
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                Connections++;
                var read = await client.GetStream().ReadAsync(buffer);
                Requests.Add(Encoding.ASCII.GetString(buffer, 0, read));
                await client.GetStream().WriteAsync(answer);
            }
        }
    }
}
