using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Support;
using OrderSync.Web.Feeds.RefreshArticles;

namespace OrderSync.Tests.Feeds;

public sealed class RefreshArticlesTests : IAsyncLifetime
{
    private FeedRig rig = null!;
    private long feed;

    public async Task InitializeAsync()
    {
        rig = await FeedRig.CreateAsync();
        feed = (await rig.Targets.AddAsync(rig.Target.Descriptor)).Feeds[RefreshArticlesFeed.FeedKey];
    }

    public async Task DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task Each_product_that_is_unknown_or_stopped_there_is_named_with_what_to_do()
    {
        await AddAsync(("501", ""), ("502", "Large"), ("503", ""), ("", ""));
        rig.Target.Articles = Known("501", "503");
        rig.Target.Stopped.Add("503");

        var run = await rig.RunAsync(feed);

        var items = await rig.ReadAsync(db => db.FeedRunItems.Where(item => item.RunId == run.Id).OrderBy(item => item.Id).ToListAsync());
        Assert.Equal(["article-unknown", "article-stopped", "no-article"], items.Select(item => item.Cause));
        Assert.Equal(("502", "Roll (Large)", ItemOutcome.Failed), (items[0].ExternalId, items[0].Label, items[0].Outcome));
        Assert.Equal("'Kitchen' has no article 502. Make it there, or correct the number in the shop.", $"{items[0].Message}");
        Assert.Equal(("503", ItemOutcome.Waiting), (items[1].ExternalId, items[1].Outcome));
        Assert.Equal("2 of 4 products are not known there, 1 are stopped, by a list of 2 articles that is 20 minutes old.", $"{run.Message}");
        Assert.Equal(RunState.CompletedWithProblems, run.State);
    }

    [Fact]
    public async Task A_catalogue_of_several_pages_is_compared_to_its_end()
    {
        var numbers = Enumerable.Range(1, RefreshArticlesFeed.PageSize * 2 + 1).Select(number => $"{number}").ToList();
        await AddAsync([.. numbers.Select(number => (number, ""))]);
        rig.Target.Articles = Known([.. numbers.SkipLast(1)]);

        var run = await rig.RunAsync(feed);

        Assert.Equal((numbers.Count, 1), (run.Done, run.Failed));
        Assert.Equal(numbers[^1], await rig.ReadAsync(db => db.FeedRunItems.Where(item => item.RunId == run.Id).Select(item => item.ExternalId).SingleAsync()));
    }

    [Fact]
    public async Task What_no_shop_lists_any_more_or_a_shop_that_is_not_chosen_sells_is_passed_over()
    {
        await AddAsync(("501", ""), ("502", ""));
        await rig.ReadAsync(db => db.Variants.Where(variant => variant.Sku == "501").ExecuteUpdateAsync(set => set.SetProperty(variant => variant.GoneAt, Rows.Now)));
        rig.Target.Articles = Known();

        Assert.Equal(1, (await rig.RunAsync(feed)).Done);
        rig.Target.Settings = new TargetSettings([rig.IntegrationId], []);
        Assert.Equal(0, (await rig.RunAsync(feed)).Done);
    }

    [Fact]
    public async Task Without_a_list_the_run_says_so() =>
        Assert.StartsWith("'Kitchen' has not given its list of articles yet", $"{(await rig.RunAsync(feed)).Message}", StringComparison.Ordinal);

    private KnownArticles Known(params string[] numbers) =>
        new([.. numbers.Select(number => new Article(number, "", "", null))], rig.Clock.GetUtcNow().UtcDateTime.AddMinutes(-20));

    private Task AddAsync(params (string Sku, string Name)[] variants) => rig.ReadAsync(async db =>
    {
        db.Products.AddRange(variants.Select(variant => new Product
        {
            Name = "Roll",
            Kind = ProductKind.Simple,
            CreatedAt = Rows.Now,
            UpdatedAt = Rows.Now,
            Stamp = Guid.NewGuid(),
            Variants = [new Variant { Position = 0, Sku = variant.Sku, Name = variant.Name }],
        }));
        return await db.SaveChangesAsync();
    });
}
