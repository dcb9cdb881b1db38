using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Sandbox;

namespace OrderSync.Tests.Sandbox;

public sealed class SandboxKeyTests
{
    [Fact]
    public void The_key_the_product_offers_for_the_sandbox_is_the_one_the_sandbox_takes() =>
        Assert.Equal(SandboxOptions.DefaultApiKey, SandboxAddress.PrestaShopKey);
}
