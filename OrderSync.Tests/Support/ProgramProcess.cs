using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace OrderSync.Tests.Support;

/// <summary>The program, or its sandbox, as a process of its own: one that can be killed.</summary>
internal sealed class ProgramProcess : IDisposable
{
    private readonly Process process;

    private ProgramProcess(Process process, Uri address)
    {
        this.process = process;
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Http { get; }

    public bool HasEnded => process.HasExited;

    /// <summary>Starts OrderSync on the data folder and waits until it answers.</summary>
    /// <param name="address">Where the one before it answered, for those who call it by itself.</param>
    public static async Task<ProgramProcess> StartAsync(string folder, CancellationToken ct, Uri? address = null)
    {
        address ??= Free();
        var program = Start([$"--urls={Urls(address)}", $"--PublicUrl={Urls(address)}", $"--Database:Folder={folder}", "--Outbound:AllowPrivateNetworks=true",
            "--Sandbox:Enabled=false", $"--OrderSync:Setup:ApiKey={TestApp.ApiKey}", $"--OrderSync:Setup:AdminEmail={TestApp.AdminEmail}",
            $"--OrderSync:Setup:AdminPassword={TestApp.AdminPassword}"]);
        var started = new ProgramProcess(program, address);
        started.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestApp.ApiKey);
        await started.AnswersAsync("/health/live", ct);
        return started;
    }

    /// <summary>Starts the sandbox shop and waits until it answers.</summary>
    public static async Task<ProgramProcess> StartSandboxAsync(string folder, int orders, CancellationToken ct, int? products = null)
    {
        var address = Free();
        var program = Start(
            ["sandbox", "--urls", Urls(address), "--database", Path.Combine(folder, "shop.db"), "--orders", $"{orders}",
                .. products is null ? Array.Empty<string>() : ["--products", $"{products}"]]);
        var started = new ProgramProcess(program, address);
        await started.AnswersAsync("/sandbox/control", ct);
        return started;
    }

    /// <summary>SIGKILL: no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        Http.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private static Process Start(string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "OrderSync.Web.dll"), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task AnswersAsync(string path, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                using var answer = await Http.GetAsync(path, ct);
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException error) when (error.InnerException is SocketException && !process.HasExited)
            {
                await Task.Delay(20, ct); // until the port is open
            }
        }
    }

    private static string Urls(Uri address) => address.ToString().TrimEnd('/');

    private static Uri Free()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
