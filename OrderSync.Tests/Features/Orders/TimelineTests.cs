using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Orders.Payloads;

namespace OrderSync.Tests.Features.Orders;

/// <summary>What came in, what was decided and what went out stand on one timeline.</summary>
public sealed class TimelineTests : PageContext
{
    private TimelineQueries Timeline => Services.GetRequiredService<TimelineQueries>();

    [Fact]
    public async Task Messages_and_their_attempts_stand_between_the_events_and_lead_to_the_outbox()
    {
        var order = await ImportedAsync();
        var message = await MessageAsync(order);

        var rows = await Timeline.ListAsync(1, default);

        Assert.Equal([TimelineKind.Received, TimelineKind.Imported, TimelineKind.Message, TimelineKind.Attempt], rows.Select(row => row.Kind));
        Assert.Equal("Message to 'Outlet': Status Shipped", rows[2].Summary.ToString());
        Assert.Equal((message, AttemptOutcome.Failed, "Shop is closed"), (rows[3].Message!.Id, rows[3].Message!.Outcome, rows[3].Message!.Answer!.ToString()));
        var page = Render<OrderPage>(parameters => parameters.Add(shown => shown.Id, order));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll($".os-timeline a[href='/outbox/{message}']").Count));
    }

    [Fact]
    public async Task A_content_nothing_here_followed_is_shown_too()
    {
        await ImportedAsync();
        await Feeds.ReadAsync(async db =>
        {
            db.IncomingPayloads.Add(new IncomingPayload { IncomingOrderId = 1, SeenAt = Feeds.Clock.GetUtcNow().UtcDateTime.AddHours(1), Body = PayloadCodec.Pack("{}"u8) });
            return await db.SaveChangesAsync();
        });

        var last = (await Timeline.ListAsync(1, default))[^1];

        Assert.Equal((TimelineKind.Received, 2L, 1L), (last.Kind, last.PayloadId, last.PayloadBefore));
    }

    [Fact]
    public async Task The_address_filters_by_kind()
    {
        var order = await ImportedAsync();
        await MessageAsync(order);
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/orders/{order}?events=attempt");

        var page = Render<OrderPage>(parameters => parameters.Add(shown => shown.Id, order));

        page.WaitForAssertion(() => Assert.Contains("Shop is closed", Assert.Single(page.FindAll(".os-timeline > li")).TextContent));
    }

    [Fact]
    public async Task Many_entries_are_paged_by_key_without_a_gap_or_a_repetition()
    {
        await ImportedAsync();
        var at = Feeds.Clock.GetUtcNow().UtcDateTime;
        await Feeds.ReadAsync(async db =>
        {
            db.TimelineEvents.AddRange(Enumerable.Range(0, 23).Select(number => new TimelineEvent
            {
                IncomingOrderId = 1,
                At = at.AddMinutes(number / 5),
                Kind = TimelineKind.Note,
                Actor = "Sonia",
                Summary = new Phrase("{0}", $"{number}"),
            }));
            return await db.SaveChangesAsync();
        });
        var all = await Timeline.ListAsync(1, default);

        var page = await Timeline.PageAsync(1, [], null, 7, default);
        var backwards = page.Rows.ToList();
        while (page.Previous is { } earlier)
        {
            page = await Timeline.PageAsync(1, [], TimelineCursor.Parse(earlier), 7, default);
            backwards.InsertRange(0, page.Rows);
        }

        var forwards = page.Rows.ToList();
        while (page.Next is { } later)
        {
            page = await Timeline.PageAsync(1, [], TimelineCursor.Parse(later), 7, default);
            forwards.AddRange(page.Rows);
        }

        Assert.Equal(25, page.Total);
        Assert.Equal(Keys(all), Keys(backwards));
        Assert.Equal(Keys(all), Keys(forwards));
    }

    [Fact]
    public async Task A_decision_names_the_newest_change_of_the_mappings_before_it()
    {
        var now = Feeds.Clock.GetUtcNow().UtcDateTime;
        await MapAsync(now.AddHours(-2), "Max");
        await MapAsync(now.AddHours(-1), "Zofia");
        await ImportedAsync();
        await MapAsync(now.AddHours(1), "Late");

        var imported = (await Timeline.ListAsync(1, default)).Single(row => row.Kind == TimelineKind.Imported);

        Assert.Equal((now.AddHours(-1), "Zofia"), (imported.Mappings!.At, imported.Mappings.By));
    }

    [Fact]
    public async Task Two_moments_of_the_shops_data_are_compared_by_an_address()
    {
        await ImportedAsync();
        Feeds.Shop.Orders[0] = Feeds.Shop.Orders[0] with { Note = "Ring twice", ChangedAt = Feeds.Clock.GetUtcNow().UtcDateTime };
        await Feeds.UpdateOrdersAsync();
        Services.GetRequiredService<NavigationManager>().NavigateTo("/history/1/compare?from=1&to=2");

        var page = Render<ComparePage>(parameters => parameters.Add(shown => shown.IncomingOrderId, 1L));

        page.WaitForAssertion(() => Assert.Contains("Ring twice", page.Find("tbody").TextContent));
        Assert.Contains("The customer wrote", page.Find("tbody").TextContent);
        Assert.DoesNotContain("Currency", page.Find("tbody").TextContent);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("x.1.1.1")]
    [InlineData("a.1.9.1")]
    [InlineData("a.99999999999999999999.1.1")]
    public void A_place_that_does_not_read_as_one_is_none(string? text) => Assert.Null(TimelineCursor.Parse(text));

    private static IEnumerable<(TimelineSource, long)> Keys(IEnumerable<TimelineRow> rows) => rows.Select(row => (row.Source, row.Id));

    private async Task<long> ImportedAsync()
    {
        Feeds.Shop.Orders.Add(Given.Order("731"));
        await Feeds.ImportAsync();
        return 1;
    }

    private Task<int> MapAsync(DateTime at, string by) => Feeds.ReadAsync(async db =>
    {
        db.Record(new Actor(ActorKind.Person, "9", by, Role.Merchant), at, "mapping.saved", new Subject("integration", $"{Feeds.IntegrationId}"));
        return await db.SaveChangesAsync();
    });

    private Task<long> MessageAsync(long order) => Feeds.ReadAsync(async db =>
    {
        var at = Feeds.Clock.GetUtcNow().UtcDateTime.AddMinutes(5);
        var message = new OutboxMessage
        {
            IntegrationId = Feeds.IntegrationId,
            OrderId = order,
            Kind = OutboxKind.Status,
            Delivery = DeliveryClass.LookUp,
            Key = "status:1",
            Subject = new Phrase("Status {0}", "Shipped"),
            Payload = "{}",
            CreatedAt = at,
            CreatedBy = "Max",
        };
        db.OutboxMessages.Add(message);
        await db.SaveChangesAsync();
        db.OutboxAttempts.Add(new OutboxAttempt { MessageId = message.Id, Step = "state", At = at, Outcome = AttemptOutcome.Failed, Answer = new Phrase("Shop is closed") });
        await db.SaveChangesAsync();
        return message.Id;
    });
}
