namespace OrderSync.Tests.Support;

/// <summary>Exchanges recorded from real shops. They are not part of the repository: <c>ORDERSYNC_RECORDINGS</c> names their folder.</summary>
internal static class Recordings
{
    public const string Variable = "ORDERSYNC_RECORDINGS";

    /// <summary>Why tests cannot use them; null when they are there.</summary>
    public static string? Missing { get; } = Reason();

    public static string Read(string shop, string version, string name) =>
        File.ReadAllText(Path.Combine(Folder(shop, version), name + ".http"));

    private static string Folder(string shop, string version) =>
        Path.Combine(Environment.GetEnvironmentVariable(Variable) ?? "", shop, version);

    private static string? Reason()
    {
        var folder = Folder("prestashop", "8.1.2");
        return Directory.Exists(folder) ? null : $"No recordings of real shops: set {Variable} to the folder which contains prestashop/8.1.2.";
    }
}
