using System.Globalization;
using System.Text.Json;

namespace OrderSync.Benchmarks;

/// <param name="Seconds">What it takes to store and to apply the packets once they are read.</param>
/// <param name="Parsing">Seconds it takes to read the same packets and nothing else.</param>
/// <param name="Bare">Seconds it takes to update as many rows of stock and prices and nothing else.</param>
internal sealed record PacketFigures(string What, int Products, int Parts, double Seconds, double Parsing, double Bare, long PeakBytes);

/// <summary>Times packets of a pharmacy: one as large as the one that is known, the largest part there may be, and ten of those. Memory is flat when ten need what one needs.</summary>
internal static class PacketBenchmark
{
    public static async Task<int> RunAsync()
    {
        Console.WriteLine("Packets of a pharmacy's program (SQLite)");
        Console.WriteLine($"{"what",-24} {"products",9} {"parts",5} {"s",7} {"parsing s",10} {"ratio",7} {"bare updates s",15} {"ratio",7} {"peak MB",8}");
        foreach (var (size, parts) in new[] { (2_053, 1), (5_000, 1), (50_000, 10) })
        {
            var text = await ChildProcess.RunAsync("packet-child", size.ToString(CultureInfo.InvariantCulture), parts.ToString(CultureInfo.InvariantCulture));
            foreach (var row in JsonSerializer.Deserialize<PacketFigures[]>(text)!)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{row.What,-24} {row.Products,9:N0} {row.Parts,5} {row.Seconds,7:0.00} {row.Parsing,10:0.000} {row.Seconds / row.Parsing,7:0.0} {row.Bare,15:0.000} {row.Seconds / row.Bare,7:0.0} {row.PeakBytes / 1048576.0,8:0}"));
            }
        }

        return 0;
    }
}
