using System.Net;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Accounts;

public sealed class SignInTests
{
    [Theory]
    [InlineData("/orders?status=Confirmed", "/orders?status=Confirmed")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    public async Task Signing_in_leads_back_to_where_one_was_but_never_to_another_site(string returnUrl, string expected)
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.CreateClient();

        using var answer = await PostAsync(client, TestApp.AdminEmail, TestApp.AdminPassword, returnUrl);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var target = answer.Headers.Location!;
        Assert.Equal(expected, target.IsAbsoluteUri ? target.PathAndQuery : target.OriginalString);
        Assert.True(!target.IsAbsoluteUri || target.Host == "localhost");
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("OrderSync=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_page_asks_for_signing_in_and_remembers_where_one_wanted_to_go()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.CreateClient();

        using var answer = await client.GetAsync("/?tab=1");

        Assert.EndsWith("/account/sign-in?returnUrl=%2F%3Ftab%3D1", answer.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData(TestApp.AdminEmail)]
    [InlineData("nobody@example.com")]
    public async Task After_five_wrong_passwords_a_name_is_locked_for_minutes_whether_the_account_exists_or_not(string email)
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.CreateClient();

        for (var attempt = 1; attempt < 5; attempt++)
        {
            using var wrong = await PostAsync(client, email, "wrong password");
            Assert.Contains("The e-mail or the password is not right", await wrong.Content.ReadAsStringAsync());
        }

        using var fifth = await PostAsync(client, email, "wrong password");
        Assert.Contains("Too many failed attempts. Try again in 5 minutes.", await fifth.Content.ReadAsStringAsync());
        using var right = await PostAsync(client, email, TestApp.AdminPassword);
        Assert.Contains("Too many failed attempts.", await right.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_lock_out_is_in_the_audit()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.CreateClient();
        for (var attempt = 0; attempt < 6; attempt++)
        {
            using var wrong = await PostAsync(client, TestApp.AdminEmail, "wrong password");
        }

        await using var db = await app.Databases.CreateDbContextAsync();
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == "user.locked-out"));
    }

    [Fact]
    public async Task One_address_has_a_limited_number_of_attempts_in_a_minute()
    {
        await using var app = await TestApp.StartAsync(null, ("Accounts:SignInsPerMinute", "2"));
        using var client = app.CreateClient();

        using var first = await PostAsync(client, "a@example.com", "wrong password");
        using var second = await PostAsync(client, "b@example.com", "wrong password");
        using var third = await PostAsync(client, TestApp.AdminEmail, TestApp.AdminPassword);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Contains("Too many attempts from your address", await third.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_sign_in_without_the_forms_token_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.CreateClient();

        using var answer = await client.PostAsync("/account/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["Input.Email"] = TestApp.AdminEmail,
            ["Input.Password"] = TestApp.AdminPassword,
        }));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Signing_out_needs_a_post_with_the_token_and_ends_the_session()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.SignInAsync();

        using var forged = await client.PostAsync("/account/sign-out", new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);

        var token = await TestApp.TokenAsync(client, "/account/password");
        using var answer = await client.PostAsync("/account/sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));
        Assert.Equal("/account/sign-in", answer.Headers.Location?.OriginalString);
        using var page = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task A_changed_password_keeps_this_session_and_ends_the_others()
    {
        await using var app = await TestApp.StartAsync(null, ("Accounts:RevalidateEvery", "00:00:00"));
        using var here = await app.SignInAsync();
        using var there = await app.SignInAsync();

        using var wrong = await TestApp.PostFormAsync(
            here, "/account/password", "password", ("Input.Current", "not it"), ("Input.Password", "a quiet green river"));
        Assert.Contains("This is not your current password", await wrong.Content.ReadAsStringAsync());
        using var changed = await TestApp.PostFormAsync(
            here, "/account/password", "password", ("Input.Current", TestApp.AdminPassword), ("Input.Password", "a quiet green river"));
        Assert.Contains("The password is changed", await changed.Content.ReadAsStringAsync());

        using var mine = await here.GetAsync("/");
        using var theirs = await there.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, mine.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, theirs.StatusCode);
        using var again = await app.SignInAsync(password: "a quiet green river");
    }

    [Fact]
    public async Task Whoever_has_a_one_time_password_chooses_an_own_one_first()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.AddUserAsync("staff@example.com", Role.Staff);
        await using (var db = await app.Databases.CreateDbContextAsync())
        {
            await Web.Data.Accounts.UserAccounts.MustChangeAsync(db, user, must: true, CancellationToken.None);
            await db.SaveChangesAsync();
        }

        using var client = await app.SignInAsync("staff@example.com");
        using var before = await client.GetAsync("/");
        Assert.Equal("/account/password", before.Headers.Location?.OriginalString);
        using var changed = await TestApp.PostFormAsync(
            client, "/account/password", "password", ("Input.Current", TestApp.AdminPassword), ("Input.Password", "a quiet green river"));
        using var after = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string email, string password, string? returnUrl = null) =>
        TestApp.PostFormAsync(
            client, "/account/sign-in" + (returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}"), "sign-in",
            ("Input.Email", email), ("Input.Password", password));
}
