using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Stock;

namespace OrderSync.Web.Feeds.ExportStock;

/// <summary>A comparison of everything, and the sending of what it found when nobody has to look at it.</summary>
internal sealed class StockComparison(ExportJob job)
{
    public async Task<Phrase> RunAsync(CancellationToken ct)
    {
        var whole = new WholeExport(job);
        if (await whole.MakeAsync(ct) is not { } plan)
        {
            return await WriteDecidedAsync(ct);
        }

        return plan.State switch
        {
            PlanState.Waiting => SayWaiting(plan),
            PlanState.Approved => WithSold(await new PlanSender(job, plan).RunAsync(ct), whole.SoldMeanwhile),
            _ when plan.Compared == 0 && whole.Uncounted > 0 => new Phrase(
                "Nothing to compare: nobody counted a product of this shop in the warehouses it sells from ({0} were looked at). Import or count stock first, or choose other warehouses in the integration's configuration.",
                N(whole.Uncounted)),
            _ when whole.Uncounted > 0 => new Phrase(
                "The shop shows what is sellable. Figures compared: {0}. Left alone because nobody counted them: {1}.", N(plan.Compared), N(whole.Uncounted)),
            _ => new Phrase("The shop shows what is sellable. Figures compared: {0}.", N(plan.Compared)),
        };
    }

    /// <summary>Whoever decided may have joined this very run, so it writes what was decided.</summary>
    private async Task<Phrase> WriteDecidedAsync(CancellationToken ct)
    {
        var said = "";
        while (await job.AtWorkAsync(ct) is { } plan)
        {
            said = (await new PlanSender(job, plan).RunAsync(ct)).ToString();
        }

        return new Phrase("A plan was decided while the shop was read, so it was written and the reading thrown away. {0}", said);
    }

    public static Phrase SayWaiting(StockPlan plan) => new(
        "Figures that would change: {0}. Nothing was sent: look at plan {1} and approve it.", N(plan.Lines), plan.Id.ToString(CultureInfo.InvariantCulture));

    public static Phrase WithSold(Phrase said, int sold) => sold == 0
        ? said
        : new Phrase("{0} Products sold in the moment they were sent: {1}. Look whether the shop sold more than there is.", said.ToString(), N(sold));

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
