using OrderSync.Web.Sandbox.Faults;
using OrderSync.Web.Sandbox.PrestaShop.Orders;

namespace OrderSync.Tests.Sandbox;

public sealed class ArrivalTests : IDisposable
{
    private readonly TestShop shop = new(options =>
    {
        options.Orders = 40;
        options.Arrivals = true;
        options.ArrivalsPerMinute = 2;
    });

    public ArrivalTests() => Assert.Equal(40, shop.Shop.CountOrders());

    public void Dispose() => shop.Dispose();

    [Fact]
    public void Orders_arrive_as_time_passes_and_each_has_its_own_moment()
    {
        shop.Time.Advance(TimeSpan.FromMinutes(2));

        var arrived = shop.List("orders?display=[id,date_add]&filter[id]=>[40]&sort=[id_ASC]");

        Assert.Equal(["13:00:30", "13:01:00", "13:01:30", "13:02:00"], arrived.Select(order => order.Element("date_add")!.Value[11..]));
    }

    [Fact]
    public void A_shop_nobody_looked_at_does_not_flood()
    {
        shop.Time.Advance(TimeSpan.FromDays(7));

        Assert.Equal(160, shop.Shop.CountOrders());
        Assert.Equal(160, shop.Shop.CountOrders());
    }

    [Fact]
    public void No_order_arrives_while_arrivals_are_off()
    {
        shop.Shop.Arrivals.Set(enabled: false, perMinute: 2);
        shop.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(40, shop.Shop.CountOrders());
    }

    [Fact]
    public void Who_owes_money_pays_by_and_by()
    {
        var owing = shop.Ids("orders?display=[id]&filter[current_state]=[1|10]&sort=[id_ASC]");
        Assert.NotEmpty(owing);

        shop.Time.Advance(TimeSpan.FromSeconds(30));
        shop.Shop.CountOrders();

        var paid = shop.List($"orders/{owing[0]}?display=full");
        Assert.Equal("2", shop.List($"orders?filter[id]={owing[0]}&display=[current_state]").Single().Value);
        Assert.NotEmpty(paid);
    }

    [Fact]
    public void A_half_written_order_has_neither_state_nor_lines_until_it_is_complete()
    {
        shop.Get<SandboxFaults>().Set(new Fault(FaultKind.UnfinishedOrders) { Value = 5 });
        var number = shop.Shop.AddOrders(1).Single();

        var early = shop.List($"orders?display=full&filter[id]={number}").Single();
        shop.Time.Advance(TimeSpan.FromSeconds(5));
        var late = shop.List($"orders?display=full&filter[id]={number}").Single();

        Assert.Equal("0", early.Element("current_state")!.Value);
        Assert.Empty(early.Descendants("order_row"));
        Assert.NotEqual("0", late.Element("current_state")!.Value);
        Assert.NotEmpty(late.Descendants("order_row"));
        Assert.Equal(early.Element("date_upd")!.Value, late.Element("date_upd")!.Value);
    }

    [Fact]
    public void A_paid_state_makes_invoice_payment_and_history_and_moves_the_date()
    {
        var owing = shop.Ids("orders?display=[id]&filter[current_state]=[10]").First();
        var before = shop.List($"orders?display=full&filter[id]={owing}").Single();

        Assert.True(shop.Shop.ChangeState(owing, OrderState.InPreparation));

        var after = shop.List($"orders?display=full&filter[id]={owing}").Single();
        Assert.Equal("3", after.Element("current_state")!.Value);
        Assert.Equal("1", after.Element("valid")!.Value);
        Assert.NotEqual("0", after.Element("invoice_number")!.Value);
        Assert.Equal(after.Element("total_paid")!.Value, after.Element("total_paid_real")!.Value);
        Assert.NotEqual(before.Element("date_upd")!.Value, after.Element("date_upd")!.Value);
        Assert.Contains("3", shop.List($"order_histories?display=[id_order_state]&filter[id_order]={owing}").Select(step => step.Value));
        Assert.NotEmpty(shop.List($"order_payments?display=full&filter[order_reference]={after.Element("reference")!.Value}"));
        Assert.False(shop.Shop.ChangeState(999_999, OrderState.Paid));
        Assert.False(shop.Shop.ChangeState(owing, 99));
    }

    [Fact]
    public void Cancelling_gives_the_pieces_back()
    {
        var number = shop.Shop.AddOrders(1).Single();
        var row = shop.List($"order_details?display=full&filter[id_order]={number}")[0];
        var stock = $"stock_availables?display=[quantity]&filter[id_product]={row.Element("product_id")!.Value}&filter[id_product_attribute]={row.Element("product_attribute_id")!.Value}";
        var sold = int.Parse(shop.List(stock).Single().Value);

        shop.Shop.ChangeState(number, OrderState.Cancelled);

        Assert.True(int.Parse(shop.List(stock).Single().Value) > sold);
    }
}
