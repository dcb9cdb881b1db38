using System.Diagnostics;
using System.Text.RegularExpressions;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.EndToEnd;

/// <summary>Scripts and styles reach the browser by another way in a published build than in development.</summary>
public sealed partial class PublishedProgramTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo published = Directory.CreateTempSubdirectory("ordersync-published-");
    private readonly DirectoryInfo elsewhere = Directory.CreateTempSubdirectory("ordersync-elsewhere-");

    [Fact]
    public async Task A_published_build_started_from_another_folder_serves_its_scripts_and_styles()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await PublishAsync(timeout.Token);
        using var program = Start(elsewhere, Path.Combine(published.FullName, "OrderSync.Web.dll"));
        try
        {
            using var client = new HttpClient { BaseAddress = await ReadAddressAsync(program, timeout.Token) };
            var page = await client.GetStringAsync("/", timeout.Token);

            var files = Asset().Matches(page).Select(match => match.Groups["path"].Value).ToList();

            Assert.Contains(files, file => file.Contains("blazor.web", StringComparison.Ordinal));
            Assert.Contains(files, file => file.EndsWith(".css", StringComparison.Ordinal));
            foreach (var file in files)
            {
                Assert.True((await client.GetByteArrayAsync(file, timeout.Token)).Length > 0, $"{file} is empty.");
            }
        }
        finally
        {
            program.Kill(entireProcessTree: true);
            await program.WaitForExitAsync(CancellationToken.None);
        }
    }

    public void Dispose()
    {
        published.Delete(recursive: true);
        elsewhere.Delete(recursive: true);
    }

    private async Task PublishAsync(CancellationToken ct)
    {
        // Without compressed copies of each file, which take half a minute.
        using var publish = Start(new DirectoryInfo(Repository.Root), "publish", "OrderSync.Web", "--no-build", "--nologo",
            "--configuration", Repository.Configuration, "--output", published.FullName, "-p:CompressionEnabled=false");
        var output = await publish.StandardOutput.ReadToEndAsync(ct);
        await publish.WaitForExitAsync(ct);
        Assert.True(publish.ExitCode == 0, output);
    }

    private static Process Start(DirectoryInfo folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return Process.Start(start)!;
    }

    private static async Task<Uri> ReadAddressAsync(Process program, CancellationToken ct)
    {
        while (await program.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                // Read on, so that the program never waits for room in the pipe.
                _ = program.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new Uri(match.Groups["address"].Value);
            }
        }

        throw new InvalidOperationException("The published program ended before it listened.");
    }

    [GeneratedRegex("""(src|href)="(?<path>[^":]+\.(js|css))["?]""")]
    private static partial Regex Asset();

    [GeneratedRegex("""Now listening on: (?<address>http://[0-9.:]+)""")]
    private static partial Regex Listening();
}
