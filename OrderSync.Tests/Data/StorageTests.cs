using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Data;

public sealed class StorageTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Times_come_back_as_utc(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var id = await Rows.IntegrationAsync(database);
        await using var db = database.CreateDbContext();

        var integration = await db.Integrations.SingleAsync(row => row.Id == id);

        Assert.Equal((Rows.Now, DateTimeKind.Utc), (integration.CreatedAt, integration.CreatedAt.Kind));
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task One_order_of_a_shop_can_be_stored_only_once(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var id = await Rows.IntegrationAsync(database);
        await using var db = database.CreateDbContext();
        db.IncomingOrders.AddRange(Rows.Incoming(id, "731"), Rows.Incoming(id, "731"));

        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Keys_of_other_systems_that_differ_only_in_case_are_different(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var id = await Rows.IntegrationAsync(database);
        await using var db = database.CreateDbContext();
        db.ValueMappings.AddRange(Mapping("Bank wire"), Mapping("bank wire"));
        await db.SaveChangesAsync();

        Assert.Equal("bank wire", (await db.ValueMappings.SingleAsync(row => row.Source == "bank wire")).Source);

        ValueMapping Mapping(string source) => new() { IntegrationId = id, Table = MappingTables.PaymentMethods, Source = source };
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task A_writer_with_a_stale_copy_is_refused(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var id = await Rows.IntegrationAsync(database);
        await using var first = database.CreateDbContext();
        await using var second = database.CreateDbContext();
        var mine = await first.Integrations.SingleAsync(row => row.Id == id);
        var theirs = await second.Integrations.SingleAsync(row => row.Id == id);
        (theirs.Name, theirs.Stamp) = ("Theirs", Guid.NewGuid());
        await second.SaveChangesAsync();
        (mine.Name, mine.Stamp) = ("Mine", Guid.NewGuid());

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => first.SaveChangesAsync());
    }

    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task Addresses_in_any_script_come_back_letter_by_letter(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var id = await Rows.IntegrationAsync(database);
        var correction = new OrderCorrection { DeliveryAddress = Given.Address with { City = "北京 Łódź Москва القاهرة" } };
        await using (var db = database.CreateDbContext())
        {
            var incoming = Rows.Incoming(id, "1");
            incoming.Correction = correction;
            db.IncomingOrders.Add(incoming);
            await db.SaveChangesAsync();
        }

        await using var read = database.CreateDbContext();
        Assert.Equal(correction.DeliveryAddress, (await read.IncomingOrders.SingleAsync()).Correction!.DeliveryAddress);
    }

    [Fact]
    public void A_payload_is_the_order_it_was_made_of()
    {
        var order = Given.Order() with { CurrencyDecimals = 0, Rounding = RoundingMode.Item, GiftMessage = "🎁 ]]> <b>" };

        var read = PayloadCodec.ReadOrder(PayloadCodec.Pack(PayloadCodec.ToJson(order)))!;

        Assert.Equal(PayloadCodec.ToJson(order), PayloadCodec.ToJson(read));
    }

    [Fact]
    public void An_unreadable_payload_is_text_and_no_order() =>
        Assert.Null(PayloadCodec.ReadOrder(PayloadCodec.Pack("<order>broken"u8)));
}
