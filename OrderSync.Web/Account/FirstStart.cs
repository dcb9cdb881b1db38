using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OrderSync.Domain;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Accounts;
using OrderSync.Web.Data.Audit;

namespace OrderSync.Web.Account;

/// <summary>The first administrator and key given by the environment; section <c>OrderSync:Setup</c> (<c>OrderSync__Setup__AdminEmail</c> …).</summary>
public sealed class SetupOptions
{
    public string? AdminEmail { get; set; }
    public string? AdminPassword { get; set; }
    public string? ApiKey { get; set; }
}

/// <summary>An empty database gets its first administrator: from the environment, or on the set-up page with the code on the console.</summary>
public sealed class FirstStart(
    IDbContextFactory<OrderSyncDb> databases, IOptions<SetupOptions> setup, UserAccounts accounts, SetupCode code, TimeProvider clock,
    ILogger<FirstStart> log) : IDisposable
{
    private const int ShortKey = 32;
    private readonly SemaphoreSlim one = new(1);
    private volatile bool done;

    /// <summary>Runs after migration, before the first request.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        if (!await IsNeededAsync(ct))
        {
            return;
        }

        var given = setup.Value;
        if (string.IsNullOrEmpty(given.AdminEmail) != string.IsNullOrEmpty(given.AdminPassword))
        {
            throw new SetupException("Set both OrderSync__Setup__AdminEmail and OrderSync__Setup__AdminPassword, or neither.");
        }

        if (!string.IsNullOrEmpty(given.ApiKey))
        {
            await StoreKeyAsync(given.ApiKey, ct);
        }

        if (string.IsNullOrEmpty(given.AdminEmail))
        {
            code.Offer();
        }
        else if ((await StoreAdministratorAsync(given.AdminEmail, "", given.AdminPassword!, ct)).Refusal is { } refusal)
        {
            throw new SetupException($"OrderSync__Setup__AdminEmail and OrderSync__Setup__AdminPassword cannot be used: {refusal.Message}");
        }
    }

    /// <summary>True while nobody can sign in.</summary>
    public async Task<bool> IsNeededAsync(CancellationToken ct)
    {
        if (!done)
        {
            await using var db = await databases.CreateDbContextAsync(ct);
            done = await db.Users.AnyAsync(ct);
        }

        return !done;
    }

    /// <summary>What the set-up page does.</summary>
    public async Task<Outcome> CreateAdministratorAsync(string email, string displayName, string password, string? attempt, CancellationToken ct)
    {
        // Checked before the code, so that a typing error here costs no attempt.
        if (Problem(email, password) is { } problem)
        {
            return problem;
        }

        await one.WaitAsync(ct);
        try
        {
            if (!await IsNeededAsync(ct))
            {
                return Refusal.Conflict("An administrator exists already. Sign in.");
            }

            return code.Accepts(attempt)
                ? await StoreAdministratorAsync(email, displayName, password, ct)
                : Refusal.Field("code", "This is not the code on the console. After five wrong attempts a new one is printed there.");
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private static Refusal? Problem(string email, string password)
    {
        if (!UserAccounts.IsEmail(email))
        {
            return Refusal.Field("email", "Enter an e-mail address, for example anna@example.com.");
        }

        return PasswordRule.Problem(password, email) is { } weak ? Refusal.Field("password", weak.Text, weak.Args) : null;
    }

    private async Task<Outcome> StoreAdministratorAsync(string email, string displayName, string password, CancellationToken ct)
    {
        if (Problem(email, password) is { } problem)
        {
            return problem;
        }

        await databases.InTransactionAsync(async (db, token) =>
        {
            var user = accounts.Create(email, displayName.Trim(), Role.Administrator, password);
            db.Users.Add(user);
            await db.SaveChangesAsync(token);
            db.Record(
                Actor.System, clock.GetUtcNow().UtcDateTime, "user.created", new Subject("user", $"{user.Id}", email),
                after: new { email, displayName, role = user.Role });
            return await db.SaveChangesAsync(token);
        }, ct);
        done = true;
        code.Retire();
        return Outcome.Done;
    }

    private async Task StoreKeyAsync(string key, CancellationToken ct)
    {
        if (key.Length < ShortKey)
        {
            log.LogWarning("OrderSync__Setup__ApiKey has only {Length} characters. Use at least {Wanted} random ones.", key.Length, ShortKey);
        }

        await databases.InTransactionAsync(async (db, token) =>
        {
            if (await db.ApiKeys.AnyAsync(token))
            {
                return 0;
            }

            var row = new ApiKey
            {
                Name = "Set-up",
                Role = Role.Administrator,
                Hash = ApiKeyToken.Hash(key),
                Prefix = ApiKeyToken.PrefixOf(key),
                CreatedAt = clock.GetUtcNow().UtcDateTime,
                CreatedBy = Actor.System.Name,
            };
            db.ApiKeys.Add(row);
            await db.SaveChangesAsync(token);
            db.Record(
                Actor.System, row.CreatedAt, "api-key.created", new Subject("api-key", $"{row.Id}", row.Name),
                after: new { row.Name, row.Role, row.Prefix });
            return await db.SaveChangesAsync(token);
        }, ct);
    }
}

/// <summary>The environment asks for something that cannot be done; the message says what to change.</summary>
public sealed class SetupException(string message) : Exception(message);
