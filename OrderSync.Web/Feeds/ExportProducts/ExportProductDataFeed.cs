using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data;

namespace OrderSync.Web.Feeds.ExportProducts;

/// <summary>
/// Sends a shop what another integration, a pharmacy's program for example, masters of its products: prices, names and descriptions, photos,
/// and products the shop does not have. Prices wait for a person the first time and whenever a guard trips; everything else goes on.
/// </summary>
public sealed class ExportProductDataFeed(ProductExportJobs jobs) : IFeed
{
    public static readonly FeedKey FeedKey = new("export-product-data");

    private readonly DueProducts products = new(jobs);

    public FeedKey Key => FeedKey;

    public string Title => "Export product data";

    public string Description => "Sends the shop prices, texts and photos another integration masters. Products that did not change cost the shop nothing; all are compared once a day. Advice: daily; it starts by itself when something changed.";

    public string? StartsWhen => "When another integration changed products, or a price plan was decided";

    /// <summary>Takes turns with the imports of the catalogue: a product that is being made here must not be imported as a new one meanwhile.</summary>
    public FeedLane Lane => FeedLane.Catalog;

    public bool WritesOutside => true;

    public async Task<IReadOnlyCollection<long>> DueAsync(OrderSyncDb db, DateTime now, CancellationToken ct)
    {
        var decided = await db.PricePlans.Where(plan => plan.State == PlanState.Undoing || plan.State == PlanState.Approved)
            .Select(plan => plan.IntegrationId).Distinct().ToListAsync(ct);
        return [.. decided.Union(await products.FindAsync(db, now, ct))];
    }

    public async Task<Phrase> RunAsync(FeedContext context, CancellationToken ct)
    {
        var job = await jobs.OpenAsync(context, ct);
        if (await job.AtWorkAsync(ct) is { } decided)
        {
            var told = await new PriceSender(job, decided).RunAsync(ct);
            return decided.State == PlanState.Undoing ? await SayTakenBackAsync(job, decided, told, ct) : new Phrase("Prices sent to the shop: {0}.", N(told));
        }

        var made = job.Settings.NewProducts ? await new NewProductSender(job).RunAsync(ct) : 0;
        var pass = new ProductExportPass(job);
        await pass.RunAsync(ct);
        var prices = pass.Plan is { State: PlanState.Approved } plan ? await new PriceSender(job, plan).RunAsync(ct) : 0;
        if (pass.HasCouriers && job.Target.CannotTell is { } cannot)
        {
            await context.LogAsync(cannot, warning: true, ct);
        }

        return Say(pass, made, prices);
    }

    private static async Task<Phrase> SayTakenBackAsync(ProductExportJob job, PricePlan plan, int told, CancellationToken ct)
    {
        var kept = await job.ReadAsync(db => db.PricePlanLines.CountAsync(row => row.PlanId == plan.Id && row.Result == PlanLineResult.Kept, ct), ct);
        return kept == 0 ? new Phrase("Prices taken back in the shop: {0}.", N(told)) : new Phrase("Prices taken back in the shop: {0}. Left as they are: {1}.", N(told), N(kept));
    }

    private static Phrase Say(ProductExportPass pass, int made, int prices) =>
        pass.Plan is { State: PlanState.Waiting } waiting
            ? new Phrase(
                "Price plan {0} waits for approval: {1} prices. Texts sent: {2}. Photos added: {3}. New products: {4}.",
                waiting.Id.ToString(CultureInfo.InvariantCulture), N(waiting.Lines), N(pass.Texts), N(pass.Photos), N(made))
        : pass.HeldBy is { } held
            ? new Phrase(
                "No price was sent: price plan {0} waits for approval. Texts sent: {1}. Photos added: {2}. New products: {3}.",
                held.ToString(CultureInfo.InvariantCulture), N(pass.Texts), N(pass.Photos), N(made))
        : prices + pass.Texts + pass.Photos + made == 0
            ? new Phrase("Nothing to send: the shop shows what is mastered elsewhere.")
            : new Phrase("Prices sent: {0}. Texts sent: {1}. Photos added: {2}. New products: {3}.", N(prices), N(pass.Texts), N(pass.Photos), N(made));

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
