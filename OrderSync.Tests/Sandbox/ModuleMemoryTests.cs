using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.Control;
using OrderSync.Web.Sandbox.PrestaShop.Module;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Tests.Sandbox;

public sealed class ModuleMemoryTests
{
    private const string Address = "http://127.0.0.1:9/in/order-status/key";

    [Fact]
    public void The_module_of_the_sandbox_shop_keeps_whom_it_calls_over_a_restart_and_over_a_shop_filled_anew()
    {
        using var shop = new TestShop();
        var database = shop.Get<ShopDatabase>();
        Assert.Null(shop.Get<ShopModule>().Set(true, Address, "whsec_" + Convert.ToBase64String(new byte[24])));

        shop.Get<SandboxReset>().Run(null);
        using var restarted = new ShopModule(shop.Get<SandboxClock>());
        restarted.Watch(database);

        Assert.Equal((true, Address), (restarted.Enabled, restarted.Address?.AbsoluteUri));
        Assert.Null(restarted.Set(false, null, null));
        using var again = new ShopModule(shop.Get<SandboxClock>());
        again.Watch(database);
        Assert.Equal((false, Address), (again.Enabled, again.Address?.AbsoluteUri));
    }
}
