using System.Net;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Settings.Users;

namespace OrderSync.Tests.Accounts;

public sealed class UserActionsTests
{
    private static readonly Actor Admin = new(ActorKind.Person, "1", "Anna", Role.Administrator);

    [Fact]
    public async Task A_one_time_password_signs_in_and_must_be_replaced()
    {
        await using var app = await TestApp.StartAsync();

        var added = await app.Get<UserActions>().CreateAsync(Admin, new NewUser("staff@example.com", "Staff", Role.Staff), CancellationToken.None);
        using var client = await app.SignInAsync("staff@example.com", added.Value!.Password);
        using var home = await client.GetAsync("/");

        Assert.Equal("/account/password", home.Headers.Location?.OriginalString);
        Assert.Equal(UserState.Invited, (await app.Get<UserQueries>().FindAsync(added.Value.Id, CancellationToken.None))?.State);
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await using var app = await TestApp.StartAsync();
        var actions = app.Get<UserActions>();
        var second = await app.AddUserAsync("second@example.com", Role.Administrator);
        var key = new Actor(ActorKind.ApiKey, "9", "Script", Role.Administrator);

        Assert.True((await actions.LockAsync(key, second.Id, CancellationToken.None)).Succeeded);
        Assert.Equal(RefusalKind.Conflict, (await actions.LockAsync(key, 1, CancellationToken.None)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Conflict, (await actions.DeleteAsync(key, 1, CancellationToken.None)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Conflict, (await actions.UpdateAsync(key, 1, "Anna", Role.Viewer, CancellationToken.None)).Refusal?.Kind);

        Assert.True((await actions.UnlockAsync(key, second.Id, CancellationToken.None)).Succeeded);
        Assert.True((await actions.DeleteAsync(key, 1, CancellationToken.None)).Succeeded);
        Assert.Equal(RefusalKind.Conflict, (await actions.DeleteAsync(key, second.Id, CancellationToken.None)).Refusal?.Kind);
    }

    [Fact]
    public async Task Nobody_locks_or_deletes_themselves()
    {
        await using var app = await TestApp.StartAsync();
        await app.AddUserAsync("second@example.com", Role.Administrator);

        Assert.Equal(RefusalKind.Conflict, (await app.Get<UserActions>().LockAsync(Admin, 1, CancellationToken.None)).Refusal?.Kind);
        Assert.Equal(RefusalKind.Conflict, (await app.Get<UserActions>().DeleteAsync(Admin, 1, CancellationToken.None)).Refusal?.Kind);
    }

    [Fact]
    public async Task Only_administrators_manage_users()
    {
        await using var app = await TestApp.StartAsync();
        var merchant = new Actor(ActorKind.Person, "7", "Max", Role.Merchant);

        var created = await app.Get<UserActions>().CreateAsync(merchant, new NewUser("eve@example.com", "Eve", Role.Administrator), CancellationToken.None);
        var deleted = await app.Get<UserActions>().DeleteAsync(merchant, 1, CancellationToken.None);
        var password = await app.Get<UserPasswords>().SetAsync(merchant, 1, "a quiet green river", CancellationToken.None);

        Assert.All([created.Refusal, deleted.Refusal, password.Refusal], refusal => Assert.Equal(RefusalKind.Forbidden, refusal?.Kind));
    }

    [Fact]
    public async Task A_wrong_entry_is_told_at_its_field()
    {
        await using var app = await TestApp.StartAsync();
        var actions = app.Get<UserActions>();

        var email = await actions.CreateAsync(Admin, new NewUser("not an address", "", Role.Viewer), CancellationToken.None);
        var twice = await actions.CreateAsync(Admin, new NewUser("ADMIN@example.com", "", Role.Viewer), CancellationToken.None);
        var weak = await actions.CreateAsync(Admin, new NewUser("max@example.com", "", Role.Viewer, "short"), CancellationToken.None);

        Assert.Equal("email", Assert.Single(email.Refusal!.Fields).Key);
        Assert.Equal("email", Assert.Single(twice.Refusal!.Fields).Key);
        Assert.Equal("password", Assert.Single(weak.Refusal!.Fields).Key);
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_with_what_was_before_and_after_and_never_a_password()
    {
        await using var app = await TestApp.StartAsync();
        var actions = app.Get<UserActions>();

        var added = await actions.CreateAsync(Admin, new NewUser("max@example.com", "Max", Role.Viewer), CancellationToken.None);
        await actions.UpdateAsync(Admin, added.Value!.Id, "Max M.", Role.Staff, CancellationToken.None);
        var password = await app.Get<UserPasswords>().SetAsync(Admin, added.Value.Id, null, CancellationToken.None);
        await actions.DeleteAsync(Admin, added.Value.Id, CancellationToken.None);

        await using var db = await app.Databases.CreateDbContextAsync();
        var entries = await db.AuditEntries.Where(entry => entry.SubjectId == $"{added.Value.Id}").OrderBy(entry => entry.Id).ToListAsync();
        Assert.Equal(["user.created", "user.changed", "user.password-set", "user.deleted"], entries.Select(entry => entry.Action));
        Assert.All(entries, entry => Assert.Equal("Anna", entry.ActorName));
        Assert.Equal("""{"email":"max@example.com","displayName":"Max","role":"Viewer"}""", entries[1].Before);
        Assert.Equal("""{"email":"max@example.com","displayName":"Max M.","role":"Staff"}""", entries[1].After);
        Assert.DoesNotContain(entries, entry => $"{entry.Before}{entry.After}".Contains(password.Value!, StringComparison.Ordinal)
            || $"{entry.Before}{entry.After}".Contains(added.Value.Password, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("role")]
    [InlineData("lock")]
    [InlineData("password")]
    [InlineData("everywhere")]
    public async Task Changing_the_role_locking_a_new_password_and_signing_out_everywhere_end_open_sessions(string change)
    {
        await using var app = await TestApp.StartAsync(null, ("Accounts:RevalidateEvery", "00:00:00"));
        var user = await app.AddUserAsync("max@example.com", Role.Viewer);
        using var client = await app.SignInAsync("max@example.com");
        using var before = await client.GetAsync("/");

        var actions = app.Get<UserActions>();
        var done = change switch
        {
            "role" => (await actions.UpdateAsync(Admin, user.Id, "Max", Role.Staff, CancellationToken.None)).Succeeded,
            "lock" => (await actions.LockAsync(Admin, user.Id, CancellationToken.None)).Succeeded,
            "password" => (await app.Get<UserPasswords>().SetAsync(Admin, user.Id, null, CancellationToken.None)).Succeeded,
            _ => (await actions.SignOutEverywhereAsync(Admin, user.Id, CancellationToken.None)).Succeeded,
        };
        using var after = await client.GetAsync("/");

        Assert.True(done);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Fact]
    public async Task A_locked_user_cannot_sign_in_until_unlocked()
    {
        await using var app = await TestApp.StartAsync();
        var user = await app.AddUserAsync("max@example.com", Role.Viewer);
        await app.Get<UserActions>().LockAsync(Admin, user.Id, CancellationToken.None);
        using var client = app.CreateClient();

        using var answer = await TestApp.PostFormAsync(
            client, "/account/sign-in", "sign-in", ("Input.Email", "max@example.com"), ("Input.Password", TestApp.AdminPassword));
        Assert.Contains("an administrator has locked the account", await answer.Content.ReadAsStringAsync());

        await app.Get<UserActions>().UnlockAsync(Admin, user.Id, CancellationToken.None);
        using var signedIn = await app.SignInAsync("max@example.com");
    }
}
