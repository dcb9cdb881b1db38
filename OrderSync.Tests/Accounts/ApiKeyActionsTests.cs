using System.Net;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Settings.ApiKeys;

namespace OrderSync.Tests.Accounts;

public sealed class ApiKeyActionsTests
{
    private static readonly Actor Admin = new(ActorKind.Person, "1", "Anna", Role.Administrator);

    [Fact]
    public async Task A_made_key_opens_the_api_until_revoked_and_is_stored_only_as_a_hash()
    {
        await using var app = await TestApp.StartAsync();

        var made = await app.Get<ApiKeyActions>().CreateAsync(Admin, "Till", Role.Staff, CancellationToken.None);
        var token = made.Value!.Token;
        using var client = app.Api(token);

        Assert.Matches("^osk_[A-Za-z0-9_-]{43}$", token);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client));
        await using (var db = await app.Databases.CreateDbContextAsync())
        {
            var stored = await db.ApiKeys.AsNoTracking().SingleAsync(key => key.Id == made.Value.Id);
            Assert.DoesNotContain(token, $"{stored.Hash}{stored.Prefix}{stored.Name}");
            Assert.StartsWith(stored.Prefix, token);
            Assert.DoesNotContain(await db.AuditEntries.ToListAsync(), entry => $"{entry.Before}{entry.After}".Contains(token, StringComparison.Ordinal));
        }

        Assert.True((await app.Get<ApiKeyActions>().RevokeAsync(Admin, made.Value.Id, CancellationToken.None)).Succeeded);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client));
        Assert.NotNull((await app.Get<ApiKeyQueries>().ListAsync(CancellationToken.None)).Single(key => key.Name == "Till").RevokedAt);
    }

    [Fact]
    public async Task Only_administrators_make_keys()
    {
        await using var app = await TestApp.StartAsync();
        var merchant = new Actor(ActorKind.Person, "7", "Max", Role.Merchant);

        Assert.Equal(RefusalKind.Forbidden,
            (await app.Get<ApiKeyActions>().CreateAsync(merchant, "Till", Role.Viewer, CancellationToken.None)).Refusal?.Kind);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/v1/nothing-here");
        return answer.StatusCode;
    }
}
