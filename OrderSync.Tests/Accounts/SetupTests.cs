using System.Net;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Tests.Support;
using OrderSync.Web.Account;

namespace OrderSync.Tests.Accounts;

public sealed class SetupTests
{
    [Fact]
    public async Task The_first_visit_of_an_empty_database_leads_to_set_up_and_the_code_creates_the_administrator()
    {
        await using var app = await TestApp.StartEmptyAsync();
        using var client = app.CreateClient();

        using var first = await client.GetAsync("/");
        Assert.Equal("/account/setup", first.Headers.Location?.OriginalString);

        using var created = await PostAsync(client, app.Get<SetupCode>().Current!);
        Assert.Equal(HttpStatusCode.Redirect, created.StatusCode);

        using var home = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        await using var db = await app.Databases.CreateDbContextAsync();
        Assert.Equal(Role.Administrator, (await db.Users.SingleAsync()).Role);
        Assert.Equal("user.created", (await db.AuditEntries.OrderBy(entry => entry.Id).FirstAsync()).Action);
    }

    [Theory]
    [InlineData("-", "")]
    [InlineData("-", " ")]
    [InlineData("-", " - ")]
    public void The_code_may_be_typed_in_small_letters_with_blanks_or_without_dashes(string dash, string typed)
    {
        var code = new SetupCode();
        code.Offer();

        Assert.False(code.Accepts(code.Current![..^1]));
        Assert.True(code.Accepts(" " + code.Current.Replace(dash, typed, StringComparison.Ordinal).ToLowerInvariant()));
    }

    [Theory]
    [InlineData("https://sync.example.com/", "http://localhost:5000", "https://sync.example.com")]
    [InlineData(null, "http://[::]:8080", "http://localhost:8080")]
    [InlineData(" ", "http://0.0.0.0:8080", "http://localhost:8080")]
    [InlineData(null, "http://127.0.0.1:5000", "http://127.0.0.1:5000")]
    public void The_console_names_an_address_that_a_browser_opens(string? publicUrl, string listening, string told) =>
        Assert.Equal(told, StartAddress.Of(publicUrl, [listening]));

    [Fact]
    public async Task A_wrong_code_creates_nobody_and_after_five_of_them_the_code_is_another()
    {
        await using var app = await TestApp.StartEmptyAsync();
        using var client = app.CreateClient();
        var code = app.Get<SetupCode>().Current!;

        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var wrong = await PostAsync(client, "AAAA-BBBB-CCCC");
            Assert.Contains("This is not the code on the console", await wrong.Content.ReadAsStringAsync());
        }

        using var late = await PostAsync(client, code);
        Assert.Contains("This is not the code on the console", await late.Content.ReadAsStringAsync());
        Assert.NotEqual(code, app.Get<SetupCode>().Current);
        await using var db = await app.Databases.CreateDbContextAsync();
        Assert.False(await db.Users.AnyAsync());
    }

    [Fact]
    public async Task Set_up_is_closed_once_somebody_exists()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.CreateClient();

        using var page = await client.GetAsync("/account/setup");
        Assert.EndsWith("/account/sign-in", page.Headers.Location?.OriginalString);
        Assert.Null(app.Get<SetupCode>().Current);

        var outcome = await app.Get<FirstStart>().CreateAdministratorAsync("eve@example.com", "Eve", TestApp.AdminPassword, null, CancellationToken.None);
        Assert.Equal(RefusalKind.Conflict, outcome.Refusal?.Kind);
    }

    [Fact]
    public async Task The_environment_gives_the_first_administrator_and_key_and_neither_is_stored_readably()
    {
        await using var app = await TestApp.StartAsync();

        using var signedIn = await app.SignInAsync();
        await using var db = await app.Databases.CreateDbContextAsync();
        var key = await db.ApiKeys.SingleAsync();
        Assert.Equal(Role.Administrator, key.Role);
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(app.Folder, "ordersync.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            var bytes = await reader.ReadToEndAsync();
            Assert.DoesNotContain(TestApp.ApiKey, bytes);
            Assert.DoesNotContain(TestApp.AdminPassword, bytes);
        }
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string code) => TestApp.PostFormAsync(
        client, "/account/setup", "setup",
        ("Input.Code", code), ("Input.Name", "Anna"), ("Input.Email", "anna@example.com"), ("Input.Password", "a quiet green river"));
}
