using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OrderSync.Domain;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Web.Account;

/// <summary>Signs in requests of the HTTP API by <c>Authorization: Bearer osk_…</c>; nothing else opens <c>/api</c>.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    IDbContextFactory<OrderSyncDb> databases, TimeProvider clock) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    private const string Bearer = "Bearer ";
    private static readonly TimeSpan UsedPrecision = TimeSpan.FromMinutes(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.ToString() is not { Length: > 0 } header)
        {
            return AuthenticateResult.NoResult();
        }

        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.Fail("The Authorization header holds no bearer token.");
        }

        var hash = ApiKeyToken.Hash(header[Bearer.Length..].Trim());
        await using var db = await databases.CreateDbContextAsync(Context.RequestAborted);
        var key = await db.ApiKeys.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Hash == hash && row.RevokedAt == null, Context.RequestAborted);
        if (key is null || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(key.Hash), Encoding.ASCII.GetBytes(hash)))
        {
            return AuthenticateResult.Fail("The key is unknown or revoked.");
        }

        await NoteUseAsync(db, key);
        var identity = new ClaimsIdentity(ActorClaims.For(ActorKind.ApiKey, key.Name, key.Role), SchemeName);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, $"{key.Id}"));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Problem(
            statusCode: StatusCodes.Status401Unauthorized,
            title: "An API key is needed",
            detail: "Send 'Authorization: Bearer osk_…' with a key from Settings, API keys. This request had none, or it is unknown or revoked.")
            .ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Results.Problem(
            statusCode: StatusCodes.Status403Forbidden,
            title: "The key's role does not allow this",
            detail: "Use a key with a higher role, or ask an administrator for one.")
            .ExecuteAsync(Context);

    private async Task NoteUseAsync(OrderSyncDb db, ApiKey key)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (key.LastUsedAt is { } last && now - last < UsedPrecision)
        {
            return;
        }

        await db.ApiKeys.Where(row => row.Id == key.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastUsedAt, now), Context.RequestAborted);
    }
}
