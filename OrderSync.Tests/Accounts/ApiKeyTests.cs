using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Tests.Support;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Tests.Accounts;

public sealed class ApiKeyTests
{
    // No route: whoever is let in gets 404, everybody else is stopped before.
    private const string Probe = "/api/v1/nothing-here";

    [Fact]
    public async Task Without_a_key_the_api_answers_401_as_problem_json()
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.CreateClient();

        using var answer = await client.GetAsync(Probe);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal(401, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_cookie_does_not_open_the_api_and_a_key_does_not_open_pages()
    {
        await using var app = await TestApp.StartAsync();
        using var browser = await app.SignInAsync();
        using var api = app.Api();

        using var withCookie = await browser.GetAsync(Probe);
        using var withKey = await api.GetAsync("/");

        Assert.Equal(HttpStatusCode.Unauthorized, withCookie.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, withKey.StatusCode);
    }

    [Theory]
    [InlineData(Role.Viewer, Permission.RunFeeds, false)]
    [InlineData(Role.Support, Permission.SettleProblems, true)]
    [InlineData(Role.Staff, Permission.RunFeeds, true)]
    [InlineData(Role.Administrator, Permission.RunFeeds, true)]
    [InlineData(Role.Merchant, Permission.ManageSystem, false)]
    public async Task Each_permission_is_a_policy_that_its_role_and_the_higher_ones_pass(Role role, Permission permission, bool passes)
    {
        await using var app = await TestApp.StartAsync();
        var principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, "7"), .. ActorClaims.For(ActorKind.ApiKey, "Till", role)], "test"));

        var result = await app.Get<IAuthorizationService>().AuthorizeAsync(principal, permission.ToString());

        Assert.Equal(passes, result.Succeeded);
        Assert.Equal(new Actor(ActorKind.ApiKey, "7", "Till", role), principal.ToActor());
    }

    [Fact]
    public async Task A_key_whose_role_is_too_low_gets_403_as_problem_json()
    {
        await using var app = await TestApp.StartAsync();
        using var scope = app.Services.CreateScope();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, Response = { Body = body } };
        context.Request.Path = Probe;

        await context.ForbidAsync();

        Assert.Equal(403, context.Response.StatusCode);
        Assert.StartsWith("application/problem+json", context.Response.ContentType);
        Assert.Contains("\"status\":403", Encoding.UTF8.GetString(body.ToArray()));
    }

    [Fact]
    public async Task An_unknown_or_revoked_key_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        var token = await app.AddKeyAsync(Role.Staff);
        await using (var db = await app.Databases.CreateDbContextAsync())
        {
            await db.ApiKeys.Where(key => key.Name == "Staff key")
                .ExecuteUpdateAsync(set => set.SetProperty(key => key.RevokedAt, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
        }

        using var revoked = app.Api(token);
        using var unknown = app.Api("osk_unknown");
        using var answerToRevoked = await revoked.GetAsync(Probe);
        using var answerToUnknown = await unknown.GetAsync(Probe);

        Assert.Equal(HttpStatusCode.Unauthorized, answerToRevoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, answerToUnknown.StatusCode);
    }

    [Fact]
    public async Task Beyond_the_limit_a_key_gets_429_and_other_keys_do_not()
    {
        await using var app = await TestApp.StartAsync(null, ("Accounts:ApiRequestsPerMinute", "2"));
        using var first = app.Api();
        using var second = app.Api(await app.AddKeyAsync(Role.Staff));

        using var one = await first.GetAsync(Probe);
        using var two = await first.GetAsync(Probe);
        using var three = await first.GetAsync(Probe);
        using var other = await second.GetAsync(Probe);

        Assert.Equal(HttpStatusCode.NotFound, two.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, three.StatusCode);
        Assert.Equal("application/problem+json", three.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(three.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task The_last_use_of_a_key_is_noted_once_a_minute()
    {
        var clock = FakeClock.At("2026-03-02T10:00:00Z");
        await using var app = await TestApp.StartAsync(services => services.AddSingleton<TimeProvider>(clock));
        using var api = app.Api();

        var start = await UseAsync();
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(start, await UseAsync());
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(start + TimeSpan.FromSeconds(61), await UseAsync());

        async Task<DateTime?> UseAsync()
        {
            (await api.GetAsync(Probe)).Dispose();
            await using var db = await app.Databases.CreateDbContextAsync();
            return (await db.ApiKeys.SingleAsync()).LastUsedAt;
        }
    }
}
