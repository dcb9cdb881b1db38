using System.Security.Claims;
using OrderSync.Domain;

namespace OrderSync.Web.Data.Accounts;

/// <summary>How an <see cref="Actor"/> travels as claims of a signed-in person or an API key, and back.</summary>
public static class ActorClaims
{
    public const string Kind = "ordersync:kind";

    /// <summary>
    /// One role claim for the role and, after it, for each lower one, so that "Staff" reads as "staff or higher" in every check of roles.
    /// The name is the one shown to people.
    /// </summary>
    public static IEnumerable<Claim> For(ActorKind kind, string name, Role role)
    {
        yield return new Claim(Kind, kind.ToString());
        yield return new Claim(ClaimTypes.Name, name);
        foreach (var included in Enum.GetValues<Role>().Where(other => other <= role).OrderDescending())
        {
            yield return new Claim(ClaimTypes.Role, included.ToString());
        }
    }

    /// <summary>The actor behind the claims, or null when nobody is signed in.</summary>
    public static Actor? ToActor(this ClaimsPrincipal principal)
    {
        if (principal.Identity?.IsAuthenticated != true
            || principal.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id
            || !Enum.TryParse<ActorKind>(principal.FindFirstValue(Kind), out var kind))
        {
            return null;
        }

        var roles = principal.FindAll(ClaimTypes.Role)
            .Select(claim => Enum.TryParse<Role>(claim.Value, out var role) ? role : Role.Viewer)
            .DefaultIfEmpty(Role.Viewer);
        return new Actor(kind, id, principal.FindFirstValue(ClaimTypes.Name) ?? id, roles.Max());
    }
}
