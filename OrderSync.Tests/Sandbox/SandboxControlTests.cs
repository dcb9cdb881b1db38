using System.Net;
using System.Net.Http.Json;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.Control;

namespace OrderSync.Tests.Sandbox;

public sealed class SandboxControlTests(SandboxServer server) : IClassFixture<SandboxServer>
{
    [Fact]
    public async Task The_status_says_where_the_shop_is_and_which_keys_it_has()
    {
        var status = await server.Client.GetFromJsonAsync<ShopStatus>(At(""));

        Assert.Equal($"{server.Address}sandbox/prestashop/", status!.Url);
        Assert.Equal(SandboxOptions.DefaultApiKey, status.ApiKey);
        Assert.False(status.Arrivals.Enabled);
    }

    [Fact]
    public async Task A_fault_is_set_used_up_and_cleared()
    {
        await PutAsync("faults/server-error", new { requests = 1 });
        await PutAsync("faults/slow", new { value = 1 });

        using var first = await server.GetAsync("orders?limit=1");
        using var second = await server.GetAsync("orders?limit=1");
        var left = await server.Client.GetFromJsonAsync<FaultStatus[]>(At("faults"));
        using var cleared = await server.Client.DeleteAsync(At("faults"));

        Assert.Equal(HttpStatusCode.InternalServerError, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("slow", Assert.Single(left!).Kind);
        Assert.Empty((await server.Client.GetFromJsonAsync<FaultStatus[]>(At("faults")))!);
    }

    [Fact]
    public async Task An_unknown_fault_an_unknown_order_and_an_unknown_field_are_refused()
    {
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfPutAsync("faults/earthquake", new { }));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfPutAsync("orders/999999/state", new { state = 2 }));
        using var patch = await server.Client.PatchAsJsonAsync(At("records/orders/1"), new { colour = "red" });
        Assert.Equal(HttpStatusCode.BadRequest, patch.StatusCode);
    }

    [Fact]
    public async Task Orders_are_added_moved_and_written_over()
    {
        using var added = await server.Client.PostAsJsonAsync(At("orders"), new { count = 3 });
        var numbers = (await added.Content.ReadFromJsonAsync<OrderNumbers>())!.Numbers;
        await PutAsync($"orders/{numbers[0]}/state", new { state = 6 });
        using var patch = await server.Client.PatchAsJsonAsync(At($"records/orders/{numbers[0]}"), new { note = "Zmiana", gift = 1 });

        using var answer = await server.GetAsync($"orders/{numbers[0]}?display=[current_state,note,gift]");
        var body = await answer.Content.ReadAsStringAsync();

        Assert.Equal(3, numbers.Count);
        Assert.Equal(HttpStatusCode.NoContent, patch.StatusCode);
        Assert.Contains("<note><![CDATA[Zmiana]]></note>", body, StringComparison.Ordinal);
        Assert.Contains("<![CDATA[6]]></current_state>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_moved_clock_shows_in_the_dates_of_answers()
    {
        await PutAsync("clock", new { now = "2027-01-02T03:04:05Z" });

        using var answer = await server.GetAsync("orders?limit=1");
        await PutAsync("clock", new { offsetSeconds = 0 });

        Assert.Equal(new DateTime(2027, 1, 2), answer.Headers.Date!.Value.UtcDateTime.Date);
    }

    [Fact]
    public async Task Requests_are_counted_and_listed()
    {
        using var cleared = await server.Client.DeleteAsync(At("requests"));
        using var found = await server.GetAsync("orders?limit=1");
        using var missing = await server.GetAsync("orders/999999");

        var report = await server.Client.GetFromJsonAsync<RequestReport>(At("requests"));

        Assert.Equal(2, report!.Total);
        Assert.Equal((1, 1), (report.ByStatus[200], report.ByStatus[404]));
        Assert.Equal("/sandbox/prestashop/api/orders/999999", report.Last[0].Target);
    }

    [Fact]
    public async Task A_reset_brings_back_the_beginning()
    {
        using var reset = await server.Client.PostAsJsonAsync(At("reset"), new { orders = 12 });

        Assert.Equal(HttpStatusCode.OK, reset.StatusCode);
        Assert.Equal(12, (await server.Client.GetFromJsonAsync<ShopStatus>(At("")))!.Orders);
    }

    [Theory]
    [InlineData("--urls", "http://0.0.0.0:5000", "--database", "x.db")]
    [InlineData("--urls", "http://127.0.0.1:5000")]
    [InlineData("--database", "x.db")]
    [InlineData("--urls", "http://127.0.0.1:5000", "--database", "x.db", "--api-key", "short")]
    public async Task The_program_of_its_own_refuses_to_start_half_told_or_open_to_other_machines(params string[] arguments) =>
        Assert.Equal(2, await SandboxHost.RunAsync(["sandbox", .. arguments]));

    private Uri At(string path) => new($"{server.Address}sandbox/control{(path.Length > 0 ? "/" : "")}{path}");

    private async Task PutAsync(string path, object body)
    {
        using var answer = await server.Client.PutAsJsonAsync(At(path), body);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<HttpStatusCode> StatusOfPutAsync(string path, object body)
    {
        using var answer = await server.Client.PutAsJsonAsync(At(path), body);
        return answer.StatusCode;
    }
}
