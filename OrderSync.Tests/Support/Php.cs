using System.ComponentModel;
using System.Diagnostics;

namespace OrderSync.Tests.Support;

/// <summary>The PHP of this machine, for the tests of the shop module.</summary>
internal static class Php
{
    /// <summary>Why tests cannot use it; null when it is there.</summary>
    public static string? Missing { get; } = Reason();

    /// <summary>Runs it to its end: exit code, and all it wrote.</summary>
    public static (int ExitCode, string Output) Run(string folder, params string[] arguments) => Run(folder, new Dictionary<string, string>(), arguments);

    public static (int ExitCode, string Output) Run(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("php", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }

    private static string? Reason()
    {
        const string Remedy = "eng/install-php installs it.";
        try
        {
            var (_, modules) = Run(AppContext.BaseDirectory, "-m");
            string[] absent = [.. new[] { "curl", "mbstring", "openssl", "pdo_sqlite" }.Except(modules.Split('\n', StringSplitOptions.TrimEntries))];
            return absent.Length == 0 ? null : $"PHP is here without {string.Join(", ", absent)}. {Remedy}";
        }
        catch (Win32Exception)
        {
            return $"No PHP here. {Remedy}";
        }
    }
}

/// <summary>A test which runs PHP; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PhpFactAttribute : FactAttribute
{
    public PhpFactAttribute() => Skip = Php.Missing;
}
