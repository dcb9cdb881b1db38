using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using OrderSync.Domain;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Tests.Support;

/// <summary>
/// The whole program in this process, on a SQLite file in a folder of its own that is deleted afterwards.
/// <code>
/// await using var app = await TestApp.StartAsync();
/// using var api = app.Api();                                   // administrator's key
/// using var browser = await app.SignInAsync();                 // administrator's cookie
/// var actions = app.Get&lt;UsersActions&gt;();
/// </code>
/// </summary>
internal sealed partial class TestApp : WebApplicationFactory<Program>
{
    public const string AdminEmail = "admin@example.com";
    public const string AdminPassword = "correct horse battery";
    public const string ApiKey = "osk_test-key-of-the-administrator-0123456789abc";

    private readonly Dictionary<string, string?> settings;
    private readonly Action<IServiceCollection>? services;
    private IServiceScope? scope;

    private TestApp(Dictionary<string, string?> settings, Action<IServiceCollection>? services)
    {
        this.settings = settings;
        this.services = services;
        Folder = Directory.CreateTempSubdirectory("ordersync-test-").FullName;
        ClientOptions.AllowAutoRedirect = false;
        ClientOptions.BaseAddress = new Uri("http://localhost");
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>Migrated already: migrating it for each test would take seconds.</summary>
    private string DatabaseFile => Path.Combine(Folder, "ordersync.db");

    public IDbContextFactory<OrderSyncDb> Databases => Get<IDbContextFactory<OrderSyncDb>>();

    /// <summary>Starts the program with an administrator and a key.</summary>
    /// <param name="settings">Configuration, for example <c>("Accounts:SignInsPerMinute", "3")</c>.</param>
    /// <param name="services">Changes to the services, for example a clock or a fake at the HTTP edge.</param>
    public static Task<TestApp> StartAsync(Action<IServiceCollection>? services = null, params (string Key, string? Value)[] settings) =>
        LaunchAsync(new TestApp(Given(settings), services));

    /// <summary>Starts the program with an empty database: nobody can sign in yet.</summary>
    public static Task<TestApp> StartEmptyAsync(params (string Key, string? Value)[] settings) => LaunchAsync(new TestApp(settings.ToDictionary(pair => pair.Key, pair => pair.Value), null));

    /// <summary>Like <see cref="StartAsync"/>, but listening on a port of its own, for a browser: see <see cref="Address"/>.</summary>
    public static Task<TestApp> ListenAsync(Action<IServiceCollection>? services = null, params (string Key, string? Value)[] settings) =>
        ListeningAsync(new TestApp(Given(settings), services));

    /// <summary>Like <see cref="StartEmptyAsync"/>, but listening for a browser.</summary>
    public static Task<TestApp> ListenEmptyAsync(params (string Key, string? Value)[] settings) =>
        ListeningAsync(new TestApp(settings.ToDictionary(pair => pair.Key, pair => pair.Value), null));

    private static async Task<TestApp> ListeningAsync(TestApp app)
    {
        await TestDatabase.CopyToAsync(app.DatabaseFile);
        app.UseKestrel(port: 0);
        await app.RunAsync(app.StartServer);
        return app;
    }

    /// <summary>Where the program listens after <see cref="ListenAsync"/>.</summary>
    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>Signs in on the page of a browser; it shows the start page afterwards.</summary>
    public async Task SignInAsync(IPage page, string email = AdminEmail, string password = AdminPassword)
    {
        await page.GotoAsync(new Uri(Address, "/account/sign-in").ToString());
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account/", StringComparison.Ordinal));
    }

    /// <summary>A service, from a scope that lives as long as the app.</summary>
    public T Get<T>()
        where T : notnull => (scope ??= Services.CreateScope()).ServiceProvider.GetRequiredService<T>();

    /// <summary>A client that sends the key.</summary>
    public HttpClient Api(string key = ApiKey)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A client with the cookie of somebody who signed in on the sign-in page.</summary>
    public async Task<HttpClient> SignInAsync(string email = AdminEmail, string password = AdminPassword)
    {
        var client = CreateClient();
        using var answer = await PostFormAsync(client, "/account/sign-in", "sign-in", ("Input.Email", email), ("Input.Password", password));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return client;
    }

    /// <summary>Gets the page, fills its form in and sends it, antiforgery token included.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(HttpClient client, string page, string form, params (string Name, string Value)[] fields)
    {
        var token = await TokenAsync(client, page);
        return await client.PostAsync(page, new FormUrlEncodedContent(
        [
            new("_handler", form), new("__RequestVerificationToken", token),
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ]));
    }

    /// <summary>The antiforgery token of the first form on the page.</summary>
    public static async Task<string> TokenAsync(HttpClient client, string page)
    {
        using var shown = await client.GetAsync(page);
        return WebUtility.HtmlDecode(TokenPattern().Match(await shown.Content.ReadAsStringAsync()).Groups[1].Value);
    }

    /// <summary>Adds a user directly to the database.</summary>
    public async Task<User> AddUserAsync(string email, Role role, string password = AdminPassword)
    {
        await using var db = await Databases.CreateDbContextAsync();
        var user = Get<UserAccounts>().Create(email, email.Split('@')[0], role, password);
        db.Users.Add(user);
        await db.SaveChangesAsync();
        return user;
    }

    /// <summary>Adds an API key directly to the database; the answer is the key itself.</summary>
    public async Task<string> AddKeyAsync(Role role)
    {
        var token = ApiKeyToken.New();
        await using var db = await Databases.CreateDbContextAsync();
        db.ApiKeys.Add(new ApiKey
        {
            Name = $"{role} key",
            Role = role,
            Hash = ApiKeyToken.Hash(token),
            Prefix = ApiKeyToken.PrefixOf(token),
            CreatedAt = Get<TimeProvider>().GetUtcNow().UtcDateTime,
            CreatedBy = "test",
        });
        await db.SaveChangesAsync();
        return token;
    }

    public override async ValueTask DisposeAsync()
    {
        scope?.Dispose();
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Database:Folder", Folder);
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        if (services is not null)
        {
            builder.ConfigureServices(services);
        }
    }

    private static Dictionary<string, string?> Given((string Key, string? Value)[] settings) => new(
        settings.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)), StringComparer.OrdinalIgnoreCase)
    {
        ["OrderSync:Setup:AdminEmail"] = AdminEmail,
        ["OrderSync:Setup:AdminPassword"] = AdminPassword,
        ["OrderSync:Setup:ApiKey"] = ApiKey,
    };

    private static async Task<TestApp> LaunchAsync(TestApp app)
    {
        await TestDatabase.CopyToAsync(app.DatabaseFile);
        await app.RunAsync(() => _ = app.Server);
        return app;
    }

    private async Task RunAsync(Action start)
    {
        try
        {
            await Task.Run(start);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();
}
