using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.EndToEnd;

/// <summary>The real program against the sandbox shop, killed with SIGKILL again and again while it tells the shop its stock.</summary>
public sealed class ExportKillTests : IDisposable
{
    private const int Kills = 2;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ordersync-export-kill-");
    private readonly Random random = new(20261122);

    [Fact]
    public async Task Killed_while_it_writes_a_plan_and_while_it_takes_it_back_the_shop_ends_exactly_as_approved_and_as_before()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var ct = timeout.Token;
        using var shop = await ProgramProcess.StartSandboxAsync(folder.FullName, orders: 20, ct, products: 250);
        var plan = await MakePlanAsync(shop, ct);
        var before = Figures();

        await KilledAsync(shop, $"/api/v1/stock-plans/{plan}/approve", ct);
        var lines = await LinesAsync(plan, PlanLineResult.Written);
        Assert.True(lines.Count > 500, $"Only {lines.Count} figures were to be written.");
        Assert.Equal(Changed(before, lines), Figures());

        await KilledAsync(shop, $"/api/v1/stock-plans/{plan}/undo", ct);
        Assert.Equal(lines, await LinesAsync(plan, PlanLineResult.Undone));
        Assert.Equal(before, Figures());
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Takes the shop's stock over, then holds one piece of everything back: nearly every figure has to change.</summary>
    private async Task<long> MakePlanAsync(ProgramProcess shop, CancellationToken ct)
    {
        using var program = await ProgramProcess.StartAsync(folder.FullName, ct);
        var integration = await program.IntegrateAsync(shop, ct);
        foreach (var feed in new[] { "import-new-orders", "import-new-products", "import-stock-levels" })
        {
            await program.RunAsync(integration, feed, ct);
        }

        var takeover = ((JsonArray)(await program.GetAsync($"{integration}/stock-plans?state=waiting", ct))["items"]!).Single()!["id"];
        await program.SendAsync(HttpMethod.Post, $"/api/v1/stock-plans/{takeover}/approve", new { note = "Looks right" }, ct);
        await program.UntilNothingRunsAsync(ct);

        var settings = (await program.GetAsync(integration, ct))["settings"]!;
        settings["stockBuffer"] = 1;
        await program.SendAsync(HttpMethod.Put, integration, new { name = "Outlet", settings }, ct);
        var made = await program.SendAsync(HttpMethod.Post, $"{integration}/stock-plans", new { }, ct);
        await program.UntilNothingRunsAsync(ct);
        return (long)made["id"]!;
    }

    private async Task KilledAsync(ProgramProcess shop, string decision, CancellationToken ct)
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            using var program = await ProgramProcess.StartAsync(folder.FullName, ct);
            if (kill == 0)
            {
                await program.SendAsync(HttpMethod.Post, decision, new { note = "Shop and hub agree" }, ct);
            }

            await program.KillAtWorkAsync(shop, random.Next(1, 9), ct);
        }

        using var last = await ProgramProcess.StartAsync(folder.FullName, ct);
        await last.UntilNothingRunsAsync(ct);
    }

    private async Task<Dictionary<(long Product, long Variant), int>> LinesAsync(long plan, PlanLineResult result)
    {
        await using var db = ProgramCalls.OpenDatabase(folder.FullName);
        Assert.Equal(result == PlanLineResult.Written ? PlanState.Done : PlanState.Undone, (await db.StockPlans.SingleAsync(row => row.Id == plan)).State);
        var rows = await db.StockPlanLines.Where(row => row.PlanId == plan).ToListAsync();
        Assert.All(rows, row => Assert.True(row.Result == result, $"{row.ExternalProductId}/{row.ExternalVariantId} is {row.Result}: {row.Why}"));
        return rows.ToDictionary(row => (Id(row.ExternalProductId), Id(row.ExternalVariantId)), row => row.After);
    }

    private static long Id(string text) => text.Length == 0 ? 0 : long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What the shop sells from, without the sums it keeps itself.</summary>
    private SortedDictionary<(long Product, long Variant), int> Figures()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder.FullName, "shop.db"),
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT id_product, id_product_attribute, quantity FROM stock_availables s
            WHERE id_product_attribute <> 0 OR NOT EXISTS (SELECT 1 FROM combinations c WHERE c.id_product = s.id_product)
            """;
        using var reader = command.ExecuteReader();
        var figures = new SortedDictionary<(long, long), int>();
        while (reader.Read())
        {
            figures[(reader.GetInt64(0), reader.GetInt64(1))] = reader.GetInt32(2);
        }

        return figures;
    }

    private static SortedDictionary<(long Product, long Variant), int> Changed(
        SortedDictionary<(long Product, long Variant), int> before, Dictionary<(long Product, long Variant), int> lines)
    {
        var after = new SortedDictionary<(long, long), int>(before);
        foreach (var (variant, quantity) in lines)
        {
            Assert.NotEqual(before[variant], quantity);
            after[variant] = quantity;
        }

        return after;
    }
}
