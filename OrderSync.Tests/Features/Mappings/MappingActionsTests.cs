using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Features.Mappings;
using OrderSync.Web.Feeds.ImportOrders;
using static OrderSync.Tests.Support.ModelApp;

namespace OrderSync.Tests.Features.Mappings;

public sealed class MappingActionsTests : IAsyncLifetime
{
    private static readonly StatusRule Import = new(StatusAction.Import, false, OrderStatus.Confirmed);
    private static readonly StatusRule LookAgain = new(StatusAction.Ignore, true, null);

    private ModelApp app = null!;
    private long id;

    private MappingActions Actions => app.Get<MappingActions>();

    public async Task InitializeAsync()
    {
        app = await StartAsync();
        id = await app.CreateAsync();
    }

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task Saving_a_carrier_retries_exactly_the_orders_that_wait_for_it()
    {
        await SaveAsync(MappingTables.OrderStatuses, ("2", Import.ToJson()));
        await SaveAsync(MappingTables.PaymentMethods, ("Bank wire", "\"transfer\""));
        app.Shop.Shop.Orders.AddRange([Given.Order("1"), Given.Order("2") with { CarrierId = "8" }, Given.Order("3")]);
        await ImportAsync();
        Assert.Equal(2, (await RowAsync(MappingTables.ShippingMethods, "7")).Waiting);

        var saved = await SaveAsync(MappingTables.ShippingMethods, ("7", "\"express\""));

        Assert.Equal((1, 2), (saved.Saved, saved.Retrying));
        var run = await app.EndOfAsync(saved.RunId!.Value);
        Assert.Equal((RunTrigger.Change, 2, 0, "Mia"), (run.Trigger, run.Created, run.Failed, run.StartedBy));
        Assert.Equal(IncomingState.Problem, await StateAsync("2"));
        Assert.Equal(0, (await RowAsync(MappingTables.ShippingMethods, "7")).Waiting);
    }

    [Fact]
    public async Task Saving_a_status_rule_retries_what_was_put_aside_under_the_old_one()
    {
        await SaveAsync(MappingTables.OrderStatuses, ("2", Import.ToJson()), ("10", LookAgain.ToJson()));
        await SaveAsync(MappingTables.PaymentMethods, ("Bank wire", "\"transfer\""));
        await SaveAsync(MappingTables.ShippingMethods, ("7", "\"express\""));
        app.Shop.Shop.Orders.Add(Given.Order("1") with { StatusId = "10" });
        await ImportAsync();
        Assert.Equal(IncomingState.Waiting, await StateAsync("1"));
        Assert.Equal(1, (await RowAsync(MappingTables.OrderStatuses, "10")).Waiting);

        var saved = await SaveAsync(MappingTables.OrderStatuses, ("10", Import.ToJson()));

        await app.EndOfAsync(saved.RunId!.Value);
        Assert.Equal(IncomingState.Imported, await StateAsync("1"));
    }

    [Fact]
    public async Task What_waits_for_a_shop_that_is_off_is_marked_and_the_answer_says_so()
    {
        app.Shop.Shop.Orders.Add(Given.Order("1"));
        await ImportAsync();
        await app.ReadAsync(db => db.Integrations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Enabled, false)));

        var saved = await SaveAsync(MappingTables.ShippingMethods, ("7", "\"express\""));

        Assert.Equal((1, null), (saved.Retrying, saved.RunId));
        Assert.NotNull(saved.Held);
        Assert.True(await app.ReadAsync(db => db.IncomingOrders.AllAsync(row => row.RetryRequested)));
    }

    [Fact]
    public async Task Targets_that_do_not_exist_are_refused_row_by_row_and_nothing_is_saved()
    {
        var outcome = await Actions.SaveAsync(
            Merchant, id, MappingTables.ShippingMethods, [new("7", "\"express\""), new("8", "\"teleport\""), new("", "\"express\"")], default);

        Assert.Equal(["[1].target", "[2].source"], outcome.Refusal!.Fields.Keys.Order());
        Assert.Equal(0, await app.ReadAsync(db => db.ValueMappings.CountAsync(row => row.Target != null)));
    }

    [Theory]
    [InlineData("""{"action":"import","retry":false}""")]
    [InlineData("""{"action":"sell"}""")]
    [InlineData("\"Confirmed\"")]
    public async Task A_rule_that_makes_no_sense_is_refused(string rule)
    {
        var outcome = await Actions.SaveAsync(Merchant, id, MappingTables.OrderStatuses, [new("2", rule)], default);

        Assert.Equal("[0].target", Assert.Single(outcome.Refusal!.Fields).Key);
    }

    [Fact]
    public async Task A_value_nobody_has_seen_yet_can_be_mapped_before_the_first_import()
    {
        await SaveAsync(MappingTables.ShippingMethods, ("99", "\"pick-up\""));

        Assert.Equal("\"pick-up\"", (await RowAsync(MappingTables.ShippingMethods, "99")).Target);
    }

    [Fact]
    public async Task A_row_somebody_else_changed_meanwhile_is_refused()
    {
        var read = (await RowAsync(MappingTables.ShippingMethods, "7")).Stamp;
        await SaveAsync(MappingTables.ShippingMethods, ("7", "\"express\""));

        var stale = await Actions.SaveAsync(Merchant, id, MappingTables.ShippingMethods, [new("7", "\"standard\"", Stamp: read)], default);

        Assert.Equal(RefusalKind.Conflict, stale.Refusal!.Kind);
        Assert.Equal("\"express\"", (await RowAsync(MappingTables.ShippingMethods, "7")).Target);
    }

    [Fact]
    public async Task Fetching_brings_new_values_and_names_and_never_touches_a_target()
    {
        await SaveAsync(MappingTables.ShippingMethods, ("7", "\"standard\""));
        app.Shop.Values[MappingTables.ShippingMethods] = [new("7", "Kurier 48", new Dictionary<string, string>()), new("9", "Locker", new Dictionary<string, string>())];

        var fetched = await Actions.FetchAsync(Merchant, id, default);

        Assert.Equal(new FetchedValues(6, 1), fetched.Value);
        var renamed = await RowAsync(MappingTables.ShippingMethods, "7");
        Assert.Equal(("Kurier 48", "\"standard\""), (renamed.SourceName, renamed.Target));
        Assert.Null((await RowAsync(MappingTables.ShippingMethods, "9")).Target);
    }

    [Fact]
    public async Task A_shop_that_does_not_answer_is_told_with_the_remedy()
    {
        app.Shop.Failure = new RemoteFailure(RemoteFailureKind.Unavailable, "maintenance", new Phrase("The shop is closed for maintenance."), new Phrase("Try again later."));

        var outcome = await Actions.FetchAsync(Merchant, id, default);

        Assert.Equal("The shop is closed for maintenance. Try again later.", outcome.Refusal!.Message.ToString());
    }

    [Fact]
    public async Task The_audit_keeps_the_targets_before_and_after()
    {
        await SaveAsync(MappingTables.ShippingMethods, ("7", "\"express\""));
        await SaveAsync(MappingTables.ShippingMethods, ("7", null));

        var entry = await app.ReadAsync(db => db.AuditEntries.Where(row => row.Action == "mapping.saved").OrderByDescending(row => row.Id).FirstAsync());
        Assert.Contains("\"7\":\"express\"", entry.Before, StringComparison.Ordinal);
        Assert.Contains("\"7\":null", entry.After, StringComparison.Ordinal);
        Assert.Equal("Mia", entry.ActorName);
    }

    [Fact]
    public async Task The_way_back_has_our_statuses_at_the_left_and_the_shops_states_as_targets()
    {
        await Actions.FetchAsync(Merchant, id, default);
        await SaveAsync(MappingTables.OrderStatuses, ("2", Import.ToJson()));

        var table = (await app.Get<MappingQueries>().TableAsync(id, MappingTables.StatusesBack, default))!;

        Assert.Equal(["Confirmed", "Cancelled"], table.Rows.Select(row => row.Source));
        Assert.Equal([("10", "Awaiting payment"), ("2", "Payment accepted")], table.Choices.Select(choice => (choice.Key, choice.Value)));
        Assert.Equal(["\"2\"", null], table.Rows.Select(row => row.Suggestion?.Target));
    }

    [Fact]
    public async Task What_is_not_sent_back_leaves_no_row_and_counts_as_nothing_unmapped()
    {
        await Actions.FetchAsync(Merchant, id, default);
        var unmapped = await app.Get<MappingQueries>().UnmappedAsync(id, default);

        await SaveAsync(MappingTables.StatusesBack, ("Cancelled", "10"), ("Confirmed", null));
        var stored = await app.ReadAsync(db => db.ValueMappings.Where(row => row.Table == MappingTables.StatusesBack).Select(row => new { row.Source, row.Target }).SingleAsync());
        await SaveAsync(MappingTables.StatusesBack, ("Cancelled", null));

        Assert.Equal(("Cancelled", "\"10\""), (stored.Source, stored.Target));
        Assert.False(await app.ReadAsync(db => db.ValueMappings.AnyAsync(row => row.Table == MappingTables.StatusesBack)));
        Assert.Equal(unmapped, await app.Get<MappingQueries>().UnmappedAsync(id, default));
    }

    [Fact]
    public async Task A_status_or_state_that_does_not_exist_is_not_sent_back()
    {
        await Actions.FetchAsync(Merchant, id, default);

        var outcome = await Actions.SaveAsync(Merchant, id, MappingTables.StatusesBack, [new("Shipped", "\"2\""), new("Cancelled", "\"99\"")], default);

        Assert.Equal(["[0].source", "[1].target"], outcome.Refusal!.Fields.Keys.Order());
    }

    private async Task<SavedMappings> SaveAsync(string table, params (string Source, string? Target)[] rows)
    {
        var saved = await Actions.SaveAsync(Merchant, id, table, [.. rows.Select(row => new MappingChange(row.Source, row.Target))], default);
        Assert.Null(saved.Refusal);
        return saved.Value!;
    }

    private async Task ImportAsync()
    {
        var started = await app.Get<FeedActions>().RunNowAsync(Staff, id, ImportOrdersFeed.FeedKey, default);
        await app.EndOfAsync(started.Value!.RunId);
    }

    private async Task<MappingRow> RowAsync(string table, string source) =>
        (await app.Get<MappingQueries>().TableAsync(id, table, default))!.Rows.Single(row => row.Source == source);

    private Task<IncomingState> StateAsync(string externalId) =>
        app.ReadAsync(db => db.IncomingOrders.Where(row => row.ExternalId == externalId).Select(row => row.State).SingleAsync());
}
