using System.IO.Compression;
using OrderSync.Web.Connectors.Shared.Inbound;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <param name="Content">Unpacked; empty with a fault.</param>
/// <param name="Length">As it came.</param>
/// <param name="Fault">Code of contracts/kamsoft.md §13; null when it could be read.</param>
internal sealed record CallBody(byte[] Content, long Length, string? Fault)
{
    /// <summary>Unpacked and packed, in bytes (§12).</summary>
    public const int Largest = 16 * 1024 * 1024;

    public static readonly CallBody None = new([], 0, null);

    /// <summary>What unpacks to more than this is no honest text.</summary>
    private const int HighestRatio = 100;

    /// <summary>Reads no more of it than is allowed.</summary>
    public static async Task<CallBody> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var coding = request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant();
        if (coding is not ("" or "identity" or "gzip"))
        {
            return new CallBody([], 0, "content-type");
        }

        if (await InboundBody.ReadAsync(request, Largest, ct) is not { } sent)
        {
            return new CallBody([], request.ContentLength ?? Largest + 1L, "too-large");
        }

        return coding == "gzip" ? Unpack(sent) : new CallBody(sent, sent.Length, null);
    }

    private static CallBody Unpack(byte[] sent)
    {
        var most = (int)Math.Min(Largest, (long)sent.Length * HighestRatio);
        using var unpacked = new MemoryStream();
        try
        {
            using var zip = new GZipStream(new MemoryStream(sent), CompressionMode.Decompress);
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = zip.Read(buffer)) > 0)
            {
                if (unpacked.Length + read > most)
                {
                    return new CallBody([], sent.Length, "too-large");
                }

                unpacked.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            return new CallBody([], sent.Length, "bad-encoding");
        }

        return new CallBody(unpacked.ToArray(), sent.Length, null);
    }
}
