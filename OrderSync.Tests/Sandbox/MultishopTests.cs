using OrderSync.Web.Sandbox.PrestaShop;

namespace OrderSync.Tests.Sandbox;

public sealed class MultishopTests : IDisposable
{
    private readonly TestShop shop = new(options =>
    {
        options.Orders = 60;
        options.SecondShop = true;
    });

    public void Dispose() => shop.Dispose();

    [Fact]
    public void A_list_shows_the_orders_of_the_shop_asked_for_and_without_asking_of_the_first()
    {
        Assert.Equal([8, 23, 38, 53], shop.Ids("orders?display=[id]&id_shop=2"));
        Assert.Equal(56, shop.Ids("orders?display=[id]").Count);
        Assert.Equal(60, shop.Ids("orders?display=[id]&id_shop=all").Count);
        Assert.Equal(60, shop.Ids("orders?display=[id]&id_group_shop=1").Count);
        Assert.Equal(2, shop.List("shops?display=full").Count);
    }

    [Fact]
    public void A_single_order_is_given_whatever_the_shop_but_a_product_is_not()
    {
        Assert.Equal(200, shop.Ask("orders/8?id_shop=1").Status);
        Assert.Equal("131", shop.ErrorCode("products/1?id_shop=2"));
        Assert.Equal(200, shop.Ask("products/2?id_shop=2").Status);
    }

    [Fact]
    public void A_key_of_one_shop_is_refused_in_the_other_and_an_unknown_shop_is_a_redirect()
    {
        Assert.Equal(403, shop.Ask("orders?id_shop=2", ShopSettings.LimitedKey).Status);
        Assert.Equal(302, shop.Ask("orders?id_shop=9").Status);
    }
}
