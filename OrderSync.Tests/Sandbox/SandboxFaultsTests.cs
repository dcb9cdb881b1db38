using OrderSync.Web.Sandbox.Faults;

namespace OrderSync.Tests.Sandbox;

public sealed class SandboxFaultsTests
{
    private readonly SandboxFaults faults = new();

    [Fact]
    public void A_fault_for_two_requests_meets_two_requests()
    {
        faults.Set(new Fault(FaultKind.ServerError) { Requests = 2 });

        Assert.Single(faults.Take("orders"));
        Assert.Single(faults.Take("orders"));
        Assert.Empty(faults.Take("orders"));
        Assert.Empty(faults.Active);
    }

    [Fact]
    public void A_fault_of_one_resource_leaves_the_others_alone_and_is_not_used_up_by_them()
    {
        faults.Set(new Fault(FaultKind.ServerError) { Requests = 1, Resource = "addresses" });

        Assert.Empty(faults.Take("orders"));
        Assert.Single(faults.Take("addresses"));
    }

    [Fact]
    public void A_fault_set_again_replaces_the_one_before()
    {
        faults.Set(new Fault(FaultKind.Slow) { Value = 100 });
        faults.Set(new Fault(FaultKind.Slow) { Value = 200 });

        Assert.Equal(200, Assert.Single(faults.Active).Value);
    }

    [Fact]
    public void Every_fault_is_explained() =>
        Assert.Equal(Enum.GetValues<FaultKind>(), FaultDescription.All.Select(description => description.Kind).Order());
}
