using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Settings.Erasure;

namespace OrderSync.Tests.Features.Erasure;

/// <summary>A customer's personal data goes for good, and what the books need stays.</summary>
public sealed class ErasureTests : IAsyncLifetime
{
    private const string Email = "bozena@example.com";
    private static readonly Actor Boss = new(ActorKind.Person, "1", "Ada", Role.Administrator);
    private static readonly string[] Personal = ["Božena", "Nováková", "bozena@", "Plzeň", "200 154", "Zvoňte", "Vše nejlepší", "Faktura na firmu"];
    private FeedRig rig = null!;

    private ErasureActions Actions => new(rig.Database, rig.Monitor, rig.Clock);

    public async Task InitializeAsync() => rig = await FeedRig.CreateAsync();

    public async Task DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task Nothing_personal_is_left_anywhere_and_the_books_stay()
    {
        await DeliveredAsync("731", "732");
        await rig.Orders.AddNoteAsync(OrderRows.Support, 1, "Faktura na firmu", default);
        await MessageAsync();
        var before = await rig.ReadAsync(db => db.Orders.AsNoTracking().Include(row => row.Lines).FirstAsync());

        var erased = await Actions.EraseAsync(Boss, ErasureTarget.OfEmail(" Bozena@Example.com"), Email, default);

        Assert.Equal(new Erased(2, 2, 1), erased.Value);
        var order = await rig.ReadAsync(db => db.Orders.AsNoTracking().Include(row => row.Lines).FirstAsync());
        Assert.Equal((before.Total, before.TotalNet, before.PlacedAt, before.ExternalId, before.Reference), (order.Total, order.TotalNet, order.PlacedAt, order.ExternalId, order.Reference));
        Assert.Equal(before.Lines.Select(line => (line.Sku, line.Quantity, line.UnitPrice)), order.Lines.Select(line => (line.Sku, line.Quantity, line.UnitPrice)));
        Assert.Equal(("", "", "", before.DeliveryAddress!.CountryCode), (order.CustomerName, order.Email, order.Phone, order.DeliveryAddress!.CountryCode));
        var everything = await EverythingAsync();
        Assert.All(Personal, word => Assert.DoesNotContain(word, everything, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_audit_says_who_erased_what_with_a_fingerprint_in_place_of_the_address()
    {
        await DeliveredAsync("731");

        await Actions.EraseAsync(Boss, ErasureTarget.OfEmail(Email), Email, default);

        var entries = await rig.ReadAsync(db => db.AuditEntries.Where(row => row.SubjectKind == "customer").OrderBy(row => row.Id).ToListAsync());
        Assert.Equal(["customer.erasure-begun", "customer.erased"], entries.Select(row => row.Action));
        Assert.Equal(("Ada", PersonalData.HashOf(Email), """{"orders":1,"payloads":1,"attempts":0}"""), (entries[1].ActorName, entries[1].SubjectId, entries[1].After));
    }

    [Fact]
    public async Task An_open_order_prevents_it_and_says_why()
    {
        await DeliveredAsync("731", "732");
        await rig.ReadAsync(db => db.Orders.Where(row => row.ExternalId == "732").ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, OrderStatus.Preparing)));

        var preview = (await Actions.PreviewAsync(Boss, ErasureTarget.OfEmail(Email), default)).Value!;
        var refused = await Actions.EraseAsync(Boss, ErasureTarget.OfEmail(Email), Email, default);

        Assert.Equal((2, 2, 1), (preview.Orders, preview.Payloads, preview.Hindered));
        Assert.Equal("It is still open. Ship or cancel it first.", Assert.Single(preview.Hindrances).Reason.ToString());
        Assert.Equal(RefusalKind.Conflict, refused.Refusal!.Kind);
        Assert.Equal(0, await rig.ReadAsync(db => db.IncomingOrders.CountAsync(row => row.ErasedAt != null)));
    }

    [Fact]
    public async Task An_order_that_was_never_imported_is_found_too_and_prevents_it_until_it_is_settled()
    {
        rig.Shop.Orders.Add(Person("731") with { PaymentText = "Crypto" });
        await rig.ImportAsync();

        var open = (await Actions.PreviewAsync(Boss, ErasureTarget.OfEmail(Email), default)).Value!;
        await rig.ReadAsync(db => db.IncomingOrders.ExecuteUpdateAsync(set => set
            .SetProperty(row => row.State, IncomingState.Ignored).SetProperty(row => row.Cause, DecisionCause.IgnoredByPerson).SetProperty(row => row.EmailHash, (string?)null)));
        var erased = await Actions.EraseAsync(Boss, ErasureTarget.OfEmail(Email), Email, default);

        Assert.Equal((1, 1), (open.Orders, open.Hindered));
        Assert.Equal(1, erased.Value!.Orders);
        Assert.DoesNotContain("Nováková", await EverythingAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_that_changes_an_erased_order_does_not_bring_the_data_back()
    {
        await DeliveredAsync("731");
        await Actions.EraseAsync(Boss, ErasureTarget.OfEmail(Email), Email, default);
        rig.Shop.Changed.Add(rig.Shop.Orders[0] with { PaidTotal = 40, Note = "Zvoňte dvakrát" });

        await rig.UpdateOrdersAsync();

        Assert.Equal(40, await rig.ReadAsync(db => db.Orders.Select(row => row.PaidTotal).SingleAsync()));
        var everything = await EverythingAsync();
        Assert.All(Personal, word => Assert.DoesNotContain(word, everything, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_erased_order_that_was_left_out_and_comes_to_life_again_waits_for_a_person_without_the_data()
    {
        rig.Shop.Orders.Add(Person("731") with { StatusId = "6" });
        await rig.ImportAsync();
        await Actions.EraseAsync(Boss, ErasureTarget.OfEmail(Email), Email, default);
        rig.Shop.Orders[0] = rig.Shop.Orders[0] with { StatusId = "2" };
        rig.Shop.Changed.Add(rig.Shop.Orders[0]);

        await rig.UpdateOrdersAsync();

        Assert.Equal(IncomingState.Problem, (await rig.IncomingAsync("731")).State);
        var everything = await EverythingAsync();
        Assert.All(Personal, word => Assert.DoesNotContain(word, everything, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Other_customers_keep_their_data()
    {
        await DeliveredAsync("731");
        await rig.Database.AddOrderAsync(rig.IntegrationId, "800", order => (order.Status, order.Email, order.CustomerName) = (OrderStatus.Delivered, "bozena@example.com.pl", "Olga"));

        await Actions.EraseAsync(Boss, ErasureTarget.OfEmail(Email), Email, default);

        Assert.Equal(["", "Olga"], await rig.ReadAsync(db => db.Orders.OrderBy(row => row.Id).Select(row => row.CustomerName).ToListAsync()));
    }

    [Fact]
    public async Task It_takes_an_administrator_and_the_address_typed_once_more()
    {
        await DeliveredAsync("731");

        Assert.Equal(RefusalKind.Forbidden, (await Actions.EraseAsync(OrderRows.Support, ErasureTarget.OfEmail(Email), Email, default)).Refusal!.Kind);
        Assert.Contains("confirm", (await Actions.EraseAsync(Boss, ErasureTarget.OfEmail(Email), "bozena", default)).Refusal!.Fields.Keys);
        Assert.Contains("email", (await Actions.PreviewAsync(Boss, ErasureTarget.OfEmail("bozena"), default)).Refusal!.Fields.Keys);
    }

    [Fact]
    public async Task An_order_without_an_address_is_erased_by_its_number()
    {
        var id = await rig.Database.AddOrderAsync(rig.IntegrationId, "900", order => (order.Status, order.Email) = (OrderStatus.Delivered, ""));

        var target = await Actions.TargetOfAsync(id, default);
        var erased = await Actions.EraseAsync(Boss, target!, "900", default);

        Assert.Equal(1, erased.Value!.Orders);
        Assert.Equal("", await rig.ReadAsync(db => db.Orders.Select(row => row.CustomerName).SingleAsync()));
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Many_orders_of_one_customer_are_erased_batch_by_batch(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var shop = await Rows.IntegrationAsync(database);
        for (var number = 0; number < 230; number++)
        {
            await database.AddOrderAsync(shop, $"{number}", order => order.Status = OrderStatus.Delivered);
        }

        var erased = await new ErasureActions(database, rig.Monitor, rig.Clock).EraseAsync(Boss, ErasureTarget.OfEmail(Email), Email, default);

        Assert.Equal(230, erased.Value!.Orders);
        await using var db = database.CreateDbContext();
        Assert.Equal(0, await db.Orders.CountAsync(order => order.Email != ""));
        Assert.Equal(0, await db.OrderTerms.CountAsync(term => term.Term == Email));
    }

    private static ExternalOrder Person(string id) => Given.Order(id) with
    {
        CustomerFirstName = "Božena",
        CustomerLastName = "Nováková",
        Email = Email,
        DeliveryAddress = Given.Address with { City = "Plzeň", Phone = "+48 600 200 154" },
        Note = "Zvoňte",
        GiftMessage = "Vše nejlepší",
    };

    private async Task DeliveredAsync(params string[] ids)
    {
        rig.Shop.Orders.AddRange(ids.Select(Person));
        await rig.ImportAsync();
        await rig.ReadAsync(db => db.Orders.ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, OrderStatus.Delivered)));
    }

    private Task<int> MessageAsync() => rig.ReadAsync(async db =>
    {
        var message = new OutboxMessage
        {
            IntegrationId = rig.IntegrationId,
            OrderId = 1,
            Kind = OutboxKind.Event,
            Delivery = DeliveryClass.Idempotent,
            Key = "event:1",
            Subject = new Phrase("Status"),
            Payload = "{}",
            State = OutboxState.Sent,
            CreatedAt = Rows.Now,
            CreatedBy = "Max",
            Note = "Božena called",
        };
        db.OutboxMessages.Add(message);
        await db.SaveChangesAsync();
        db.OutboxAttempts.Add(new OutboxAttempt
        {
            MessageId = message.Id,
            Step = "event",
            At = Rows.Now,
            Requests = [new RequestRecord(Rows.Now, "POST", "/v1/orders", 200, TimeSpan.Zero, 0) { Sent = "Božena", Received = "Nováková" }],
        });
        return await db.SaveChangesAsync();
    });

    /// <summary>All that stands in the database, table by table; contents unpacked.</summary>
    private Task<string> EverythingAsync() => rig.ReadAsync(async db =>
    {
        var text = new StringBuilder();
        foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()!).Distinct())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // names of our own tables
            command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
            await db.Database.OpenConnectionAsync();
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    text.AppendLine(reader.GetValue(column) is byte[] { Length: > 0 } body && table == "IncomingPayloads" ? PayloadCodec.ReadText(body) : reader.GetValue(column).ToString());
                }
            }
        }

        return text.ToString();
    });
}
