using System.IO.Compression;
using System.Security.Cryptography;

namespace OrderSync.Web.Commands;

/// <summary>A backup that is read and believed nothing: names, sizes and contents must be what its list says.</summary>
internal static class BackupArchive
{
    /// <summary>Unpacks into an empty folder. Throws when anything is not as the list in the archive says.</summary>
    public static async Task<BackupManifest> UnpackAsync(string file, string folder, CancellationToken ct)
    {
        ZipArchive zip;
        try
        {
            zip = await ZipFile.OpenReadAsync(file, ct);
        }
        catch (InvalidDataException)
        {
            throw Damaged(file, "it is no zip archive");
        }

        await using (zip)
        {
            var manifest = await ReadManifestAsync(file, zip, ct);
            foreach (var listed in manifest.Files)
            {
                var entry = zip.GetEntry(listed.Name) ?? throw Damaged(file, $"{listed.Name} is missing");
                await UnpackAsync(file, entry, listed, folder, ct);
            }

            return manifest;
        }
    }

    private static async Task<BackupManifest> ReadManifestAsync(string file, ZipArchive zip, CancellationToken ct)
    {
        if (zip.GetEntry(BackupManifest.FileName) is not { } entry)
        {
            throw Damaged(file, "it is no backup of OrderSync");
        }

        await using var stream = await entry.OpenAsync(ct);
        var manifest = BackupManifest.Read(stream);
        if (manifest is null || manifest.Product != BackupManifest.ProductName)
        {
            throw Damaged(file, "it is no backup of OrderSync");
        }

        return manifest.Format == BackupManifest.CurrentFormat
            ? manifest
            : throw new CommandFailure($"{file} was written by another version of OrderSync ({manifest.Version}). Restore it with that version.");
    }

    private static async Task UnpackAsync(string file, ZipArchiveEntry entry, BackupFile listed, string folder, CancellationToken ct)
    {
        // A name that leads out of the folder is an attack.
        var target = Path.GetFullPath(Path.Combine(folder, listed.Name));
        if (!target.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw Damaged(file, $"the name '{listed.Name}' leads outside");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await entry.ExtractToFileAsync(target, overwrite: false, ct);
        await using var content = File.OpenRead(target);
        if (content.Length != listed.Size || Convert.ToHexString(await SHA256.HashDataAsync(content, ct)) != listed.Sha256)
        {
            throw Damaged(file, $"{listed.Name} is not as it was written");
        }
    }

    private static CommandFailure Damaged(string file, string why) => new($"{file} cannot be restored: {why}. Nothing was changed.");
}
