using System.Globalization;
using System.Text.Json;

namespace OrderSync.Benchmarks;

/// <summary>What an import came to.</summary>
internal sealed record ImportFigures(int Orders, int Requests, double Seconds, long PeakBytes);

/// <summary>What nobody can be faster than: the same answers downloaded, the same payloads compressed, the same rows written, one after the other.</summary>
internal sealed record LimitFigures(double DownloadSeconds, double CompressSeconds, double WriteSeconds)
{
    public double Seconds => DownloadSeconds + CompressSeconds + WriteSeconds;
}

/// <summary>Imports shops of several sizes and compares with the limit measured in the same run.</summary>
internal static class ImportBenchmark
{
    public static async Task<int> RunAsync(int[] sizes, int[] latencies)
    {
        Console.WriteLine("Import of orders (SQLite, sandbox shop in another process)");
        Console.WriteLine($"{"orders",8} {"latency",8} {"requests",9} {"per order",10} {"import s",9} {"limit s",8} {"ratio",6} {"peak MB",8}   download/compress/write s");
        var peaks = new Dictionary<int, long>();
        var folder = Directory.CreateTempSubdirectory("ordersync-bench-").FullName;
        try
        {
            foreach (var (size, latency) in sizes.SelectMany(size => latencies.Select(latency => (size, latency))))
            {
                var import = await MeasureAsync(folder, size, latency);
                peaks[size] = Math.Max(peaks.GetValueOrDefault(size), import.PeakBytes);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        if (peaks.Count > 1)
        {
            var (small, large) = (peaks.Keys.Order().ElementAt(peaks.Count - 2), peaks.Keys.Max());
            Console.WriteLine(Text($"Peak memory, {large:N0} orders against {small:N0}: {(double)peaks[large] / peaks[small]:0.00}"));
        }

        return 0;
    }

    private static async Task<ImportFigures> MeasureAsync(string folder, int size, int latency)
    {
        using var sandbox = await SandboxProcess.StartAsync(folder, size, latency);
        var data = Path.Combine(folder, $"data-{size}-{latency}");
        var import = Read<ImportFigures>(await ChildProcess.RunAsync("import-child", SandboxProcess.Url, data));
        var limit = Read<LimitFigures>(await ChildProcess.RunAsync("limit-child", data));
        if (import.Orders != size)
        {
            throw new InvalidOperationException($"{import.Orders} of {size} orders were taken in.");
        }

        Console.WriteLine(Text(
            $"{size,8:N0} {latency,5} ms {import.Requests,9:N0} {(double)import.Requests / size,10:0.000} {import.Seconds,9:0.00} {limit.Seconds,8:0.00} {import.Seconds / limit.Seconds,6:0.00} {import.PeakBytes / 1048576.0,8:0}   {limit.DownloadSeconds:0.00}/{limit.CompressSeconds:0.00}/{limit.WriteSeconds:0.00}"));
        Directory.Delete(data, recursive: true);
        return import;
    }

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json)!;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
