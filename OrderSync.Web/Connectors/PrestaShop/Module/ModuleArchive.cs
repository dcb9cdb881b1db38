using System.Buffers.Text;
using System.IO.Compression;
using System.Reflection;
using System.Text;

namespace OrderSync.Web.Connectors.PrestaShop.Module;

/// <summary>
/// The module for the shop, as the zip which PrestaShop's module page takes, with the address and the secret of one integration filled in.
/// The same values give the same bytes.
/// </summary>
public static class ModuleArchive
{
    /// <summary>The name PrestaShop knows the module by: its folder, its main file and its class.</summary>
    public const string Name = "ordersync";

    public const string FileName = Name + ".zip";
    public const string ContentType = "application/zip";

    private const string ResourcePrefix = "shop-module/";
    private const string SecretPrefix = "whsec_";

    /// <summary>A regular file which its owner may write and everybody may read.</summary>
    private const int Attributes = 0b1000_000_110_100_100 << 16;

    private static readonly DateTimeOffset Made = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="output">need not be seekable: an answer over HTTP will do</param>
    /// <param name="address">where the shop sends its events: http or https, without user and fragment</param>
    /// <param name="secret"><c>whsec_</c> and 24 to 64 bytes in Base64; it stands in the zip in the clear</param>
    /// <exception cref="ArgumentException">An address or a secret which the module would not take. The secret is not in the message.</exception>
    public static async Task WriteAsync(Stream output, Uri address, string secret, CancellationToken ct)
    {
        var defaults = Defaults(address, secret);

        // Written to memory first (it is small): onto a stream which cannot be sought, sizes would come after the entries, which not every unpacker likes.
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, resource) in Files())
            {
                using var source = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
                await AddAsync(archive, path, source, ct);
            }

            using var values = new MemoryStream(Encoding.ASCII.GetBytes(defaults));
            await AddAsync(archive, "config/defaults.php", values, ct);
        }

        buffer.Position = 0;
        await buffer.CopyToAsync(output, ct);
    }

    private static IEnumerable<(string Path, string Resource)> Files() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Select(name => (Path: name[ResourcePrefix.Length..].Replace('\\', '/'), name))
            .OrderBy(file => file.Path, StringComparer.Ordinal);

    private static async Task AddAsync(ZipArchive archive, string path, Stream source, CancellationToken ct)
    {
        var entry = archive.CreateEntry($"{Name}/{path}", CompressionLevel.Optimal);
        entry.LastWriteTime = Made;
        entry.ExternalAttributes = Attributes;
        await using var target = await entry.OpenAsync(ct);
        await source.CopyToAsync(target, ct);
    }

    /// <summary>What the module takes over when it is installed, and then deletes.</summary>
    private static string Defaults(Uri address, string secret)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0 || address.Fragment.Length > 0)
        {
            throw new ArgumentException("The module needs a http or https address without user and fragment.", nameof(address));
        }

        if (!IsSecret(secret))
        {
            throw new ArgumentException($"The module needs a secret of the form {SecretPrefix}… with 24 to 64 bytes in Base64.", nameof(secret));
        }

        // Without the guard nothing would be shown either, as the file prints nothing; with it the values are not even read.
        return $$"""
            <?php
            if (!defined('_PS_VERSION_')) {
                exit;
            }

            return [
                'address' => {{Quoted(IdnAddress(address))}},
                'secret' => {{Quoted(secret)}},
            ];

            """.ReplaceLineEndings("\n");
    }

    private static bool IsSecret(string secret) =>
        secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
        && !secret.Any(char.IsWhiteSpace)
        && Base64.IsValid(secret.AsSpan(SecretPrefix.Length), out var bytes)
        && bytes is >= 24 and <= 64;

    /// <summary>In ASCII, the host as well.</summary>
    private static string IdnAddress(Uri address) =>
        address.HostNameType == UriHostNameType.Dns ? new UriBuilder(address) { Host = address.IdnHost }.Uri.AbsoluteUri : address.AbsoluteUri;

    /// <summary>A PHP string in single quotes: there only the quote and the backslash mean anything.</summary>
    private static string Quoted(string text) => $"'{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";
}
