using System.Text.Json;

namespace OrderSync.Web.Commands;

/// <summary>What a backup holds; the first entry of the archive.</summary>
/// <param name="Format">Of the archive; a program refuses one it does not know.</param>
/// <param name="Migration">The newest migration of the database inside; null when the database is elsewhere (SQL Server).</param>
public sealed record BackupManifest(
    string Product, int Format, string Version, DateTime CreatedAt, string Provider, string? Migration, IReadOnlyList<BackupFile> Files)
{
    public const string FileName = "backup.json";
    public const string ProductName = "OrderSync";
    public const int CurrentFormat = 1;

    /// <summary>Names inside the archive, and in the data folder.</summary>
    public const string Database = "ordersync.db";
    public const string Scheduler = "scheduler.db";
    public const string FilesFolder = "files";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Null when it does not read as one.</summary>
    public static BackupManifest? Read(Stream stream)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(stream, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

public sealed record BackupFile(string Name, long Size, string Sha256);
