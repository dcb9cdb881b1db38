using System.Net;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Playwright;
using OrderSync.Domain;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Accounts;

public sealed class SettingsPageTests(Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData(Role.Merchant, "/settings/users")]
    [InlineData(Role.Merchant, "/settings/api-keys")]
    [InlineData(Role.Merchant, "/settings/users/1")]
    public async Task A_page_beyond_the_role_is_refused_on_the_server(Role role, string page)
    {
        await using var app = await TestApp.StartAsync();
        await app.AddUserAsync("max@example.com", role);
        using var client = await app.SignInAsync("max@example.com");

        using var answer = await client.GetAsync(page);
        using var told = await client.GetAsync(answer.Headers.Location);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/account/access-denied", answer.Headers.Location!.AbsolutePath);
        Assert.Equal(HttpStatusCode.Forbidden, told.StatusCode);
    }

    [Fact]
    public async Task Open_pages_ask_again_whether_the_person_may_stay()
    {
        await using var app = await TestApp.StartAsync();

        Assert.Equal("CircuitRevalidation", app.Get<AuthenticationStateProvider>().GetType().Name);
    }

    [Fact]
    public async Task A_user_signed_out_everywhere_is_sent_away_from_the_open_page()
    {
        await using var app = await TestApp.ListenAsync(null, ("Accounts:RevalidateEvery", "00:00:01"));
        var user = await app.AddUserAsync("max@example.com", Role.Viewer);
        await using var page = await browser.OpenAsync();
        await app.SignInAsync(page, "max@example.com");
        await page.GotoAsync(new Uri(app.Address, "/settings").ToString());
        await page.GetByRole(AriaRole.Heading, new() { Name = "Settings" }).WaitForAsync();

        await app.Get<Web.Features.Settings.Users.UserActions>().SignOutEverywhereAsync(Actor.System, user.Id, CancellationToken.None);

        await page.WaitForURLAsync("**/account/sign-in?returnUrl=%2Fsettings");
    }

    [Fact]
    public async Task A_page_whose_session_ends_before_it_is_connected_leads_to_signing_in()
    {
        await using var app = await TestApp.ListenAsync();
        var user = await app.AddUserAsync("max@example.com", Role.Viewer);
        await using var page = await browser.OpenAsync();
        await app.SignInAsync(page, "max@example.com");
        await page.RouteAsync("**/_blazor/negotiate*", async route =>
        {
            // What the server does once it has looked at the cookie: it sends to the sign-in page, which is no answer to a program.
            await app.Get<Web.Features.Settings.Users.UserActions>().SignOutEverywhereAsync(Actor.System, user.Id, CancellationToken.None);
            await route.FulfillAsync(new() { Status = 200, ContentType = "text/html", Body = "<!DOCTYPE html><title>Sign in</title>" });
        });

        await page.GotoAsync(new Uri(app.Address, "/settings").ToString());

        await page.WaitForURLAsync("**/account/sign-in?returnUrl=%2Fsettings");
    }

    [Fact]
    public async Task A_session_that_was_ended_opens_no_page_although_its_cookie_was_looked_at_a_moment_ago()
    {
        await using var app = await TestApp.StartAsync(null, ("Accounts:RevalidateEvery", "01:00:00"));
        var user = await app.AddUserAsync("max@example.com", Role.Viewer);
        using var client = await app.SignInAsync("max@example.com");
        using var page = await client.GetAsync("/settings");

        await app.Get<Web.Features.Settings.Users.UserActions>().SignOutEverywhereAsync(Actor.System, user.Id, CancellationToken.None);
        using var signIn = await client.GetAsync("/account/sign-in?returnUrl=%2Fsettings");
        using var after = await client.GetAsync("/settings");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.OK, signIn.StatusCode); // the form, not the way back
        Assert.Equal("/account/sign-in", after.Headers.Location?.AbsolutePath);
    }

    [Fact]
    public async Task An_administrator_creates_a_key_sees_it_once_and_revokes_it()
    {
        await using var app = await TestApp.ListenAsync();
        await using var page = await browser.OpenAsync();
        await app.SignInAsync(page);
        await page.GotoAsync(new Uri(app.Address, "/settings/api-keys").ToString());

        await page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("Till");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var token = await page.Locator(".os-copy code").TextContentAsync();
        Assert.Matches("^osk_[A-Za-z0-9_-]{43}$", token);

        await page.ReloadAsync();
        await page.GetByTitle("Revoke Till").ClickAsync();
        Assert.DoesNotContain(token!, await page.ContentAsync());
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke Till" }).ClickAsync();
        await page.GetByText("Till was revoked.").WaitForAsync();
        await page.GetByText("Revoked", new() { Exact = true }).WaitForAsync();
    }

    [Fact]
    public async Task Signing_out_from_the_account_menu_ends_the_session()
    {
        await using var app = await TestApp.ListenAsync();
        await using var page = await browser.OpenAsync();
        await app.SignInAsync(page);

        await page.Locator("summary.os-account").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await page.WaitForURLAsync("**/account/sign-in");
        await page.GotoAsync(new Uri(app.Address, "/settings").ToString());
        await page.WaitForURLAsync("**/account/sign-in?returnUrl=%2Fsettings");
    }

    [Fact]
    public async Task From_the_password_page_the_way_leads_back_to_pages_that_work()
    {
        await using var app = await TestApp.ListenAsync();
        await using var page = await browser.OpenAsync();
        await app.SignInAsync(page);
        await page.GotoAsync(new Uri(app.Address, "/account/password").ToString());

        await page.GetByRole(AriaRole.Link, new() { Name = "Go back without changing it" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Stores" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add store" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync("Sklep Łódź 2");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();

        await page.GetByRole(AriaRole.Cell, new() { Name = "sklep-lodz-2" }).WaitForAsync();
    }
}
