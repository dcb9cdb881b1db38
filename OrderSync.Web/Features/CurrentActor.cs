using Microsoft.AspNetCore.Components.Authorization;
using OrderSync.Domain;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Web.Features;

/// <summary>
/// Who asks: the person of an open page, or the key of an API request. Pages and the API hand the actor to actions, which authorise themselves.
/// Ask anew for each action and never keep the answer: an open page outlives a changed role.
/// </summary>
public sealed class CurrentActor(AuthenticationStateProvider page, IHttpContextAccessor request)
{
    /// <exception cref="UnauthorizedAccessException">Nobody is signed in; authorisation of the endpoint should have stopped the request.</exception>
    public async Task<Actor> GetAsync() =>
        await FindAsync() ?? throw new UnauthorizedAccessException("Nobody is signed in.");

    /// <summary>Who asks, or null when nobody is signed in.</summary>
    public async Task<Actor?> FindAsync()
    {
        // Requests of the API belong to no page. In a page the request that opened the connection is old, its user perhaps signed out since.
        if (request.HttpContext is { } context && context.Request.Path.StartsWithSegments("/api"))
        {
            return context.User.ToActor();
        }

        return (await page.GetAuthenticationStateAsync()).User.ToActor();
    }
}
