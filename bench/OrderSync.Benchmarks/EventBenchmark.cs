using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace OrderSync.Benchmarks;

/// <param name="Seconds">To empty the outbox, and to send the same with nothing around it.</param>
internal sealed record EventFigures(int Messages, double Seconds, double BareSeconds, long PeakBytes);

/// <summary>Empties an outbox with many waiting messages into the sandbox's order API, against what that takes from a bare client in the same run.</summary>
internal static class EventBenchmark
{
    /// <summary>Nothing, and an answer over the internet.</summary>
    private static readonly int[] Latencies = [0, 20, 100];

    public static async Task<int> RunAsync(int messages)
    {
        Console.WriteLine("Waiting messages told to a system that listens (SQLite, sandbox in another process, 16 at once)");
        Console.WriteLine($"{"messages",9} {"latency",8} {"s",7} {"each s",7} {"bare s",7} {"share",6} {"peak MB",8}");
        var folder = Directory.CreateTempSubdirectory("ordersync-bench-").FullName;
        try
        {
            foreach (var latency in Latencies)
            {
                using var sandbox = await SandboxProcess.StartAsync(folder, 1, 0);
                await SlowDownAsync(latency);
                var figures = JsonSerializer.Deserialize<EventFigures>(await ChildProcess.RunAsync(
                    "event-child", SandboxProcess.OrderApiUrl, Path.Combine(folder, $"events-{latency}"), messages.ToString(CultureInfo.InvariantCulture)))!;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{figures.Messages,9:N0} {latency,5} ms {figures.Seconds,7:0.00} {figures.Messages / figures.Seconds,7:0} {figures.BareSeconds,7:0.00} {figures.BareSeconds / figures.Seconds,6:0.00} {figures.PeakBytes / 1048576.0,8:0}"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task SlowDownAsync(int latency)
    {
        using var http = new HttpClient();
        if (latency > 0)
        {
            (await http.PutAsJsonAsync(SandboxProcess.OrderApiControl + "/faults/latency", new { value = latency })).EnsureSuccessStatusCode();
        }
    }
}
