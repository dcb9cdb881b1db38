using System.Diagnostics;

namespace OrderSync.Benchmarks;

/// <summary>A part of a measurement that has a process of its own, so that neither memory nor garbage of another part counts.</summary>
internal static class ChildProcess
{
    /// <summary>Runs this program with other arguments and returns its last line.</summary>
    public static async Task<string> RunAsync(params string[] args)
    {
        using var process = Start(Environment.ProcessPath!, [.. Self(), .. args]);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output.Trim().Split('\n')[^1]
            : throw new InvalidOperationException($"{args[0]} ended with {process.ExitCode}: {output}");
    }

    public static Process Start(string program, string[] args)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return Process.Start(start)!;
    }

    /// <summary>`dotnet OrderSync.Benchmarks.dll` needs the file's name; the program's own launcher does not.</summary>
    private static string[] Self() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Path.Combine(AppContext.BaseDirectory, "OrderSync.Benchmarks.dll")]
        : [];
}

/// <summary>The sandbox shop in a process of its own.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private const int Port = 5097;
    private readonly Process process;

    private SandboxProcess(Process process) => this.process = process;

    public static string Url => $"http://127.0.0.1:{Port}/sandbox/prestashop";

    public static string OrderApiUrl => $"http://127.0.0.1:{Port}/sandbox/order-api";

    public static string OrderApiControl => $"http://127.0.0.1:{Port}/sandbox/control/order-api";

    public static async Task<SandboxProcess> StartAsync(string folder, int orders, int latency, int products = 0)
    {
        var process = ChildProcess.Start("dotnet",
        [
            Path.Combine(AppContext.BaseDirectory, "OrderSync.Web.dll"), "sandbox", "--urls", $"http://127.0.0.1:{Port}",
            "--database", Path.Combine(folder, $"shop-{orders}-{products}.db"), "--orders", $"{orders}", "--latency", $"{latency}",
            .. products > 0 ? ["--products", $"{products}"] : Array.Empty<string>(),
        ]);
        var ready = await process.StandardOutput.ReadLineAsync();
        return ready?.StartsWith("Sandbox shop at", StringComparison.Ordinal) == true
            ? new SandboxProcess(process)
            : throw new InvalidOperationException($"The sandbox did not start: {ready}");
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
