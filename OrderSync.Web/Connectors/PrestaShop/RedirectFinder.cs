using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Follows a redirected address to where a shop answers, so that the new address can be named. The key stays at home.</summary>
internal sealed class RedirectFinder(PrestaShopClient client)
{
    private const int MostHops = 5;

    public async Task<ConnectionProblem> ProblemAsync(ShopAccess shop, Uri? location, CancellationToken ct)
    {
        for (var hop = 0; hop < MostHops && location is not null; hop++)
        {
            var address = AnswerFailures.BaseOf(location);
            var answer = await client.LookAsync(shop, new Uri(address + "/api/"), ct);
            if (answer is { IsPrestaShop: true } or { AsksForKey: true })
            {
                return Problem(new Phrase("The shop answers at another address: {0}.", address), new Phrase("Enter {0} as the shop's address.", address)) with { Suggestion = address };
            }

            location = answer?.Location;
        }

        return Problem(
            new Phrase("{0} sends callers to another page instead of answering.", shop.Host),
            new Phrase("Enter the address that the shop's start page shows in the browser."));
    }

    private static ConnectionProblem Problem(Phrase message, Phrase remedy) => new("url", FailureCode.Redirected, message, remedy);
}
