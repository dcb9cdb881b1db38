using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Shared.Inbound;
using OrderSync.Web.Data.Inbox;

namespace OrderSync.Tests.Connectors.Shared.Inbound;

/// <summary>Reports of systems that cannot sign, as they come over HTTP: what is taken, and everything that is not.</summary>
public sealed class TargetReportEndpointTests(TargetReportEndpointTests.Program program) : IClassFixture<TargetReportEndpointTests.Program>, IAsyncLifetime
{
    private const int PerMinute = 12;
    private long kitchen;
    private (long Id, string Remote) first;
    private (long Id, string Remote) second;
    private string key = "";
    private string secret = "";

    private TestApp App => program.App;

    private HttpClient Http => program.Http;

    /// <summary>Each test has a kitchen of its own in the one program.</summary>
    public async Task InitializeAsync()
    {
        kitchen = await Rows.IntegrationAsync(App.Databases, "frontpad");
        await using var db = App.Databases.CreateDbContext();
        db.ValueMappings.Add(new ValueMapping
        {
            IntegrationId = kitchen,
            Table = MappingTables.TargetStatusCodes,
            Source = nameof(OrderStatus.Preparing),
            Target = MappingSet.KeyToJson("3"),
            Stamp = Guid.NewGuid(),
        });
        await db.SaveChangesAsync();
        (first, second) = (await PlacedAsync("731", "5550001"), await PlacedAsync("732", "5550002"));
        var row = await App.Get<InboundKeys>().OpenAsync(kitchen, default);
        (key, secret) = (row.Key, App.Get<InboundSecrets>().Open(row.Secret)!);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("application/json", """{"action":"change_status","order_id":5550001,"status":3,"datetime":"2031-02-03 19:05:00"}""")]
    [InlineData("application/x-www-form-urlencoded", "action=change_status&order_id=5550001&status=3&datetime=2031-02-03+19%3A05%3A00")]
    public async Task A_report_under_the_address_of_the_order_is_followed(string type, string body)
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync(PathOf(first.Id), body, type));

        Assert.Equal((OrderStatus.Preparing, OrderStatus.Confirmed), (await StatusAsync(first.Id), await StatusAsync(second.Id)));
    }

    [Fact]
    public async Task A_report_under_the_address_of_the_account_finds_its_order()
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync(PathOf(null), Report(second.Remote)));

        Assert.Equal((OrderStatus.Confirmed, OrderStatus.Preparing), (await StatusAsync(first.Id), await StatusAsync(second.Id)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("<html>")]
    [InlineData("""{"action":"delete","order_id":5550001,"status":3}""")]
    [InlineData("""{"action":"change_status","order_id":404,"status":3}""")]
    [InlineData("""{"action":"change_status","order_id":{"a":1},"status":[3]}""")]
    public async Task A_probe_and_what_is_not_understood_are_answered_with_success_and_change_nothing(string body)
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync(PathOf(null), body));
        using var asked = await Http.GetAsync(PathOf(first.Id));

        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        Assert.Equal((OrderStatus.Confirmed, OrderStatus.Confirmed), (await StatusAsync(first.Id), await StatusAsync(second.Id)));
    }

    [Fact]
    public async Task Whatever_is_wrong_with_the_address_it_sounds_as_if_nobody_had_it_and_nothing_happens()
    {
        var right = ReportToken.Of(secret, first.Id);
        var answers = new List<string>();
        foreach (var path in new[]
        {
            $"{TargetReportEndpoint.Folder}{key}/{right[..^1]}{(right[^1] == 'A' ? 'B' : 'A')}",
            $"{TargetReportEndpoint.Folder}{key}/{right.Replace($"{first.Id}.", $"{second.Id}.", StringComparison.Ordinal)}", // of another order
            $"{TargetReportEndpoint.Folder}{key}/{right.Split('.')[1]}", // of the account
            $"{TargetReportEndpoint.Folder}{key}/{first.Id}.{ReportToken.Of(secret, null)}",
            $"{TargetReportEndpoint.Folder}{key}/{first.Id}.",
            $"{TargetReportEndpoint.Folder}{key}/abc.{ReportToken.Of(secret, null)}",
            $"{TargetReportEndpoint.Folder}{InboundSecrets.NewKey()}/{right}",
        })
        {
            using var answer = await Http.PostAsync(path, Json(Report(first.Remote)));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            // All but the number under which the program's log knows the request.
            answers.Add((await answer.Content.ReadAsStringAsync()).Split("\"traceId\"")[0]);
        }

        Assert.Single(answers.Distinct());
        Assert.Equal((OrderStatus.Confirmed, OrderStatus.Confirmed), (await StatusAsync(first.Id), await StatusAsync(second.Id)));
    }

    [Fact]
    public async Task Addresses_made_with_the_secret_before_are_good_until_its_end()
    {
        var (old, next) = (secret, InboundSecrets.New());
        var secrets = App.Get<InboundSecrets>();
        await ChangeAsync(row => (row.PreviousSecret, row.Secret, row.PreviousUntil) = (row.Secret, secrets.Seal(next), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(7)));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(ReportToken.PathOf(key, old, first.Id), ""));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(ReportToken.PathOf(key, next, first.Id), ""));

        await ChangeAsync(row => row.PreviousUntil = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-1));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(ReportToken.PathOf(key, old, first.Id), ""));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(ReportToken.PathOf(key, next, first.Id), ""));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_oversized_report_is_refused_whether_or_not_it_says_so(bool saysSo)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, PathOf(first.Id)) { Content = Json(Report(first.Remote) + new string(' ', TargetReportEndpoint.LargestBody)) };
        request.Headers.TransferEncodingChunked = !saysSo;
        using var answer = await Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(OrderStatus.Confirmed, await StatusAsync(first.Id));
    }

    [Fact]
    public async Task More_reports_than_are_taken_are_put_off_and_strangers_cannot_use_them_up()
    {
        for (var i = 0; i < PerMinute; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, await PostAsync($"{TargetReportEndpoint.Folder}{key}/x", ""));
            Assert.Equal(HttpStatusCode.OK, await PostAsync(PathOf(first.Id), ""));
        }

        using var answer = await Http.PostAsync(PathOf(first.Id), Json(""));
        Assert.Equal((HttpStatusCode.TooManyRequests, InboundLimits.Wait), (answer.StatusCode, answer.Headers.RetryAfter!.Delta));
    }

    [Fact]
    public async Task Neither_secret_nor_token_stands_in_the_log()
    {
        Assert.Equal(HttpStatusCode.OK, await PostAsync(PathOf(first.Id), Report(first.Remote)));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(PathOf(null), Report("404")));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync($"{TargetReportEndpoint.Folder}{key}/{second.Id}.{ReportToken.Of(secret, first.Id).Split('.')[1]}", ""));

        Assert.NotEmpty(program.Log.All);
        Assert.All(new[] { secret[6..], ReportToken.Of(secret, first.Id).Split('.')[1], ReportToken.Of(secret, null) },
            hidden => Assert.DoesNotContain(program.Log.All, line => line.Contains(hidden, StringComparison.Ordinal)));
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static string Report(string order) => $$"""{"action":"change_status","order_id":{{order}},"status":3,"datetime":"2031-02-03 19:05:00"}""";

    private string PathOf(long? order) => ReportToken.PathOf(key, secret, order);

    private async Task<HttpStatusCode> PostAsync(string path, string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await Http.PostAsync(path, content);
        return answer.StatusCode;
    }

    private async Task<(long Id, string Remote)> PlacedAsync(string number, string remote)
    {
        var id = await App.Databases.AddOrderAsync(await Rows.IntegrationAsync(App.Databases, "prestashop"), number);
        await using var db = App.Databases.CreateDbContext();
        var there = new TargetOrder { IntegrationId = kitchen, OrderId = id, CreatedAt = Rows.Now };
        there.Place(remote, null, Rows.Now);
        db.TargetOrders.Add(there);
        await db.SaveChangesAsync();
        return (id, remote);
    }

    private async Task ChangeAsync(Action<InboundKey> change)
    {
        await using var db = App.Databases.CreateDbContext();
        change(await db.InboundKeys.SingleAsync(row => row.Key == key));
        await db.SaveChangesAsync();
    }

    private async Task<OrderStatus> StatusAsync(long id)
    {
        await using var db = App.Databases.CreateDbContext();
        return await db.Orders.Where(row => row.Id == id).Select(row => row.Status).SingleAsync();
    }

    public sealed class Program : IAsyncLifetime
    {
        internal LoggedLines Log { get; } = new();

        internal TestApp App { get; private set; } = null!;

        internal HttpClient Http { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            App = await TestApp.StartAsync(services => services.AddSingleton<ILoggerProvider>(Log), ("Inbox:EventsPerMinute", $"{PerMinute}"));
            Http = App.CreateClient();
        }

        public async Task DisposeAsync()
        {
            Http.Dispose();
            await App.DisposeAsync();
        }
    }
}
