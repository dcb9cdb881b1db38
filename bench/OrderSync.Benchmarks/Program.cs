using OrderSync.Benchmarks;

return args switch
{
    ["import-child", .. var rest] => await ImportChild.RunAsync(rest),
    ["limit-child", .. var rest] => await LimitChild.RunAsync(rest),
    ["import"] => await ImportBenchmark.RunAsync([1_000, 10_000, 50_000], [0, 25]),
    ["import", var size] => await ImportBenchmark.RunAsync([int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)], [0, 25]),
    ["lists"] => await ListBenchmark.RunAsync(1_000_000),
    ["lists", var size] => await ListBenchmark.RunAsync(int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)),
    [] => await ImportBenchmark.RunAsync([1_000, 10_000, 50_000], [0, 25]) + await ListBenchmark.RunAsync(1_000_000),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/OrderSync.Benchmarks [import [ORDERS] | lists [ORDERS]]");
    return 2;
}
