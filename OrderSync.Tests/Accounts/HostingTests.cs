using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Playwright;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Accounts;

public sealed class HostingTests(Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/health/live")]
    [InlineData("/api/v1/nothing-here")]
    public async Task Every_answer_carries_the_security_headers(string address)
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.CreateClient();

        using var answer = await client.GetAsync(address);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("script-src 'self';", policy);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Fact]
    public async Task The_pages_break_no_rule_of_the_content_security_policy()
    {
        await using var app = await TestApp.ListenAsync();
        await using var page = await browser.OpenAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
            {
                complaints.Add($"{page.Url}: {message.Text}");
            }
        };

        await app.SignInAsync(page);
        foreach (var address in new[] { "/", "/orders", "/integrations/new", "/settings", "/settings/users" })
        {
            await page.GotoAsync(new Uri(app.Address, address).ToString());
            await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        }

        Assert.Empty(complaints);
    }

    [Theory]
    [InlineData(null, "http", "10.0.0.5")]
    [InlineData("10.0.0.0/24, 192.0.2.1", "https", "203.0.113.7")]
    [InlineData("192.0.2.1", "http", "10.0.0.5")]
    public async Task Forwarded_headers_are_believed_only_from_trusted_proxies(string? trusted, string scheme, string address)
    {
        await using var app = await TestApp.StartAsync(null, ("TrustedProxies", trusted));

        var context = await app.Server.SendAsync(request =>
        {
            request.Request.Path = "/health/live";
            request.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.5");
            request.Request.Headers["X-Forwarded-For"] = "203.0.113.7";
            request.Request.Headers["X-Forwarded-Proto"] = "https";
        });

        Assert.Equal(scheme, context.Request.Scheme);
        Assert.Equal(address, context.Connection.RemoteIpAddress?.ToString());
    }

    [Fact]
    public async Task A_cookie_over_https_is_for_https_alone()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });

        using var answer = await TestApp.PostFormAsync(
            client, "/account/sign-in", "sign-in", ("Input.Email", TestApp.AdminEmail), ("Input.Password", TestApp.AdminPassword));

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("OrderSync=", StringComparison.Ordinal));
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task In_production_browsers_are_told_to_stay_with_https()
    {
        await using var app = await TestApp.StartAsync(null, (WebHostDefaults.EnvironmentKey, "Production"));
        using var client = app.CreateClient(new() { BaseAddress = new Uri("https://orders.example.com"), AllowAutoRedirect = false });

        using var answer = await client.GetAsync("/health/live");

        Assert.True(answer.Headers.Contains("Strict-Transport-Security"));
    }
}
