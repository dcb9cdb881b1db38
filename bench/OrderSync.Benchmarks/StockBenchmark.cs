using System.Globalization;
using System.Text.Json;

namespace OrderSync.Benchmarks;

/// <param name="Rows">Figures compared; 0 for the bare download.</param>
internal sealed record StockFigures(int Rows, int Changed, int Requests, double Seconds, long PeakBytes);

/// <summary>Makes the plan of an export and checks the stock of shops of several sizes, against the bare download of the same rows in the same run.</summary>
internal static class StockBenchmark
{
    /// <summary>The sandbox's products have variants; so many rows come on each.</summary>
    private const double RowsPerProduct = 3.75;

    /// <summary>Nothing, and what a real shop was seen to take for a page: 97 ms for 836 rows.</summary>
    private static readonly int[] Latencies = [0, 100];

    public static async Task<int> RunAsync(int[] sizes)
    {
        Console.WriteLine("Stock of a shop compared with the hub's (SQLite, sandbox shop in another process)");
        Console.WriteLine($"{"rows",8} {"latency",8} {"what",6} {"requests",9} {"s",7} {"download s",11} {"ratio",6} {"peak MB",8}");
        var peaks = new List<(int Size, string What, long Peak)>();
        var folder = Directory.CreateTempSubdirectory("ordersync-bench-").FullName;
        try
        {
            foreach (var size in sizes)
            {
                var data = Path.Combine(folder, $"stock-{size}");
                foreach (var latency in Latencies)
                {
                    using var sandbox = await SandboxProcess.StartAsync(folder, 1, latency, (int)(size / RowsPerProduct));
                    if (!Directory.Exists(data))
                    {
                        await ChildProcess.RunAsync("stock-child", "prepare", SandboxProcess.Url, data);
                    }

                    foreach (var what in new[] { "plan", "check" })
                    {
                        peaks.Add((size, what, await MeasureAsync(what, latency, data)));
                    }
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var group in peaks.GroupBy(peak => peak.What).Where(group => group.Count() > 1))
        {
            Console.WriteLine(Text($"Peak memory of a {group.Key}, largest against smallest shop: {(double)group.Last().Peak / group.First().Peak:0.00}"));
        }

        return 0;
    }

    private static async Task<long> MeasureAsync(string what, int latency, string data)
    {
        var run = await FiguresAsync(what, data);
        var download = await FiguresAsync("download", data);
        Console.WriteLine(Text(
            $"{run.Rows,8:N0} {latency,5} ms {what,6} {run.Requests,9:N0} {run.Seconds,7:0.00} {download.Seconds,11:0.00} {run.Seconds / download.Seconds,6:0.00} {run.PeakBytes / 1048576.0,8:0}"));
        return run.PeakBytes;
    }

    private static async Task<StockFigures> FiguresAsync(string what, string data) =>
        JsonSerializer.Deserialize<StockFigures>(await ChildProcess.RunAsync("stock-child", what, SandboxProcess.Url, data))!;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
