using OrderSync.Benchmarks;

return args switch
{
    ["import-child", .. var rest] => await ImportChild.RunAsync(rest),
    ["limit-child", .. var rest] => await LimitChild.RunAsync(rest),
    ["stock-child", .. var rest] => await StockChild.RunAsync(rest),
    ["event-child", .. var rest] => await EventChild.RunAsync(rest),
    ["packet-child", .. var rest] => await PacketChild.RunAsync(rest),
    ["packets"] => await PacketBenchmark.RunAsync(),
    ["events"] => await EventBenchmark.RunAsync(10_000),
    ["events", var size] => await EventBenchmark.RunAsync(int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)),
    ["realtime"] => await RealTimeBenchmark.RunAsync(60),
    ["realtime", var seconds] => await RealTimeBenchmark.RunAsync(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)),
    ["stock"] => await StockBenchmark.RunAsync([10_000, 100_000]),
    ["stock", var size] => await StockBenchmark.RunAsync([int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)]),
    ["import"] => await ImportBenchmark.RunAsync([1_000, 10_000, 50_000], [0, 25]),
    ["import", var size] => await ImportBenchmark.RunAsync([int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)], [0, 25]),
    ["lists"] => await ListBenchmark.RunAsync(1_000_000),
    ["lists", var size] => await ListBenchmark.RunAsync(int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)),
    [] => await ImportBenchmark.RunAsync([1_000, 10_000, 50_000], [0, 25]) + await ListBenchmark.RunAsync(1_000_000) + await StockBenchmark.RunAsync([10_000, 100_000]) + await EventBenchmark.RunAsync(10_000) + await RealTimeBenchmark.RunAsync(60) + await PacketBenchmark.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/OrderSync.Benchmarks [import [ORDERS] | lists [ORDERS] | stock [ROWS] | events [MESSAGES] | realtime [SECONDS] | packets]");
    return 2;
}
