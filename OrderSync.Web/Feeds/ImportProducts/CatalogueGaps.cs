using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Feeds.ImportProducts;

/// <summary>Tells once in a run which lists of the catalogue could not be had, so that nobody wonders about empty fields.</summary>
internal sealed class CatalogueGaps(FeedContext context)
{
    private readonly HashSet<Phrase> told = [];

    /// <summary>Nothing was withheld so far in this run; a gap is found before the first product that has it.</summary>
    public bool AreNone => told.Count == 0;

    public async Task TellAsync(IEnumerable<RemoteFailure> lacking, CancellationToken ct)
    {
        foreach (var failure in lacking.Where(failure => told.Add(failure.Message)))
        {
            await context.LogAsync(new Phrase("{0} {1} What the hub has is kept.", failure.Message.ToString(), failure.Remedy.ToString()), warning: true, ct);
        }
    }
}
