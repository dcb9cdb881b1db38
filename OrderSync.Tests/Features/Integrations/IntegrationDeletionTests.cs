using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Feeds.ImportOrders;
using static OrderSync.Tests.Support.ModelApp;

namespace OrderSync.Tests.Features.Integrations;

public sealed class IntegrationDeletionTests
{
    [Fact]
    public async Task Deleting_takes_everything_with_it_and_the_audit_says_what_was_lost()
    {
        await using var app = await StartAsync();
        var kept = await app.CreateAsync();
        var id = (await app.Get<SandboxStart>().TrySandboxAsync(Merchant, default)).Value!.Id;
        app.Shop.Shop.Orders.AddRange([Given.Order("1"), Given.Order("2") with { CarrierId = "8" }]);
        await ImportAsync(app, kept);
        await ImportAsync(app, id);
        var deletion = app.Get<IntegrationDeletion>();
        var before = await deletion.ImpactAsync(id, default);
        var others = await deletion.ImpactAsync(kept, default);

        var wrongName = await deletion.DeleteAsync(Merchant, id, "sandbox", null, default);
        var done = await deletion.DeleteAsync(Merchant, id, "Sandbox shop", null, default);

        Assert.Equal(new DeletionImpact(1, 2, 1, 5, 1), before);
        Assert.Equal(RefusalKind.Invalid, wrongName.Refusal!.Kind);
        Assert.True(done.Succeeded);
        Assert.Equal(new DeletionImpact(0, 0, 0, 0, 0), await deletion.ImpactAsync(id, default));
        Assert.Equal(others, await deletion.ImpactAsync(kept, default));
        Assert.Equal([kept], await app.ReadAsync(db => db.Integrations.Select(row => row.Id).ToListAsync()));
        Assert.Contains("\"incomingOrders\":2", await app.ReadAsync(db => db.AuditEntries.Where(entry => entry.Action == "integration.deleted").Select(entry => entry.Before!).SingleAsync()), StringComparison.Ordinal);
    }

    private static async Task ImportAsync(ModelApp app, long id)
    {
        var started = await app.Get<FeedActions>().RunNowAsync(Staff, id, ImportOrdersFeed.FeedKey, default);
        Assert.NotEqual(RunState.Failed, (await app.EndOfAsync(started.Value!.RunId)).State);
    }
}
