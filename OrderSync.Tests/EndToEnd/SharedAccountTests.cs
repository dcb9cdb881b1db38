using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderSync.Tests.Support;
using OrderSync.Web.Sandbox.PrestaShop.Seed;

namespace OrderSync.Tests.EndToEnd;

/// <summary>Several processes, one account of FrontPad: it counts their calls itself, and refuses whatever goes over 2 in a second or 30 in a minute.</summary>
public sealed class SharedAccountTests : IDisposable
{
    private const int Processes = 2;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ordersync-shared-account-");

    [Fact]
    public async Task Two_processes_send_a_dozen_orders_and_not_one_call_goes_over_the_limits() => await SendAsync(12);

    [LongFact]
    public async Task Two_processes_send_sixty_orders_and_not_one_call_goes_over_the_limits() => await SendAsync(60);

    public void Dispose() => folder.Delete(recursive: true);

    private async Task SendAsync(int orders)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var ct = timeout.Token;
        await using var database = await TestDatabase.CreateAsync();
        using var outside = await ProgramProcess.StartSandboxAsync(folder.FullName, 1, ct);
        var url = new Uri(outside.Http.BaseAddress!, "/sandbox/frontpad/api/index.php");
        var sent = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => RunAsync(database.Path!, url, orders / Processes, ct)));

        var board = await outside.GetAsync("/sandbox/control/frontpad?last=1000", ct);
        Assert.Equal((orders, orders, 0, orders), (sent.Sum(), (int)board["orders"]!, (int)board["overLimit"]!, (int)board["calls"]!["new_order"]!));
        var last = ((JsonArray)board["last"]!).Select(order => order!).ToList();
        Assert.Equal(orders, last.Select(order => $"{order["fields"]!["descr"]}").Distinct().Count());
        Assert.Equal(Processes, last.Select(order => $"{order["fields"]!["descr"]}".Split('-')[0]).Distinct().Count());
        var times = last.Select(order => (DateTimeOffset)order["at"]!).Order().ToList();
        Assert.True(times[^1] - times[0] >= TimeSpan.FromSeconds((orders / 2) - 1), $"{orders} orders within {times[^1] - times[0]}");
    }

    /// <returns>How many orders were taken.</returns>
    private static async Task<int> RunAsync(string database, Uri url, int orders, CancellationToken ct)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "OrderSync.Tests.dll"), "frontpad", database, url.ToString(), Catalogue.Articles[0].Ean, $"{orders}"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var said = await process.StandardOutput.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            Assert.Equal(0, process.ExitCode);
            return int.Parse(said, CultureInfo.InvariantCulture);
        }
        finally
        {
            process.Kill();
        }
    }
}
