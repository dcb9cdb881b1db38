using System.Security.Cryptography;
using OrderSync.Domain.Catalog;

namespace OrderSync.Web.Data.Images;

/// <summary>A picture that lies in the store now.</summary>
public sealed record ImageFile(string Hash, ImageFormat Format, long Size, int Width, int Height);

/// <summary>What became of something received: the picture, or why it is not kept.</summary>
public sealed record ImageReceipt(ImageFile? File, ImageFault Fault);

public enum ImageFault
{
    None,

    /// <summary>Its first bytes are not those of a picture that is taken.</summary>
    NotAPicture,

    /// <summary>Unpacked it would take more memory than a picture may.</summary>
    TooManyPixels,
}

/// <summary>
/// Keeps pictures as files named by their content, so that each is there once. A file is written beside its place and moved there whole; the
/// row that points at it is saved afterwards. What a crash leaves between the two is a file nobody points at, which a later sweep removes.
/// </summary>
public sealed class ImageStore(string folder, TimeProvider clock)
{
    public const long MostPixels = 50_000_000;

    /// <summary>What is not pointed at yet may be about to be.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private const string Partial = ".partial";
    private readonly Lock gate = new();

    /// <summary>Writes what <paramref name="receive"/> gives to the store. Nothing stays of what is refused, or of what ends in a fault.</summary>
    public async Task<ImageReceipt> ReceiveAsync(Func<Stream, Task> receive, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var partial = Path.Combine(folder, $"{Guid.NewGuid():N}{Partial}");
        try
        {
            await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.ReadWrite))
            {
                using var hashing = new HashingStream(file);
                await receive(hashing);
                var (head, size) = (HeadOf(file), file.Length);
                if (head is null || head.Pixels > MostPixels)
                {
                    return new ImageReceipt(null, head is null ? ImageFault.NotAPicture : ImageFault.TooManyPixels);
                }

                ToDisk(file);
                ct.ThrowIfCancellationRequested();
                await file.DisposeAsync();
                var image = new ImageFile(hashing.Hash(), head.Format, size, head.Width, head.Height);
                Put(partial, image);
                return new ImageReceipt(image, ImageFault.None);
            }
        }
        finally
        {
            File.Delete(partial);
        }
    }

    public string PathOf(string hash, ImageFormat format) => Path.Combine(folder, hash[..2], $"{hash[2..]}.{format.ToString().ToLowerInvariant()}");

    public bool Has(string hash, ImageFormat format) => File.Exists(PathOf(hash, format));

    /// <summary>Removes files that no row knows, and what broken downloads have left, once they are older than <see cref="Grace"/>.</summary>
    /// <param name="known">Of these hashes, the ones rows know.</param>
    /// <returns>How many pictures were removed.</returns>
    public async Task<int> SweepAsync(Func<IReadOnlyList<string>, Task<IReadOnlySet<string>>> known, CancellationToken ct)
    {
        if (!Directory.Exists(folder))
        {
            return 0;
        }

        foreach (var partial in Directory.EnumerateFiles(folder, $"*{Partial}"))
        {
            RemoveIfOld(partial);
        }

        var removed = 0;
        foreach (var part in Directory.EnumerateDirectories(folder))
        {
            ct.ThrowIfCancellationRequested();
            var files = Directory.EnumerateFiles(part).ToLookup(path => Path.GetFileName(part) + Path.GetFileNameWithoutExtension(path));
            var kept = await known([.. files.Select(file => file.Key)]);
            removed += files.Where(file => !kept.Contains(file.Key)).SelectMany(file => file).Count(RemoveIfOld);
        }

        return removed;
    }

    /// <summary>Before the row is saved that promises the file.</summary>
    private static void ToDisk(FileStream file) => file.Flush(flushToDisk: true);

    private static ImageHead? HeadOf(FileStream file)
    {
        file.Position = 0;
        return ImageHead.Read(file);
    }

    /// <summary>A file that is there already is the same one; being wanted again makes it young, so that no sweep takes it away meanwhile.</summary>
    private void Put(string partial, ImageFile image)
    {
        var path = PathOf(image.Hash, image.Format);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        lock (gate)
        {
            if (!File.Exists(path) || new FileInfo(path).Length != image.Size)
            {
                File.Move(partial, path, overwrite: true);
            }

            File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
        }
    }

    private bool RemoveIfOld(string path)
    {
        lock (gate)
        {
            if (File.GetLastWriteTimeUtc(path) > clock.GetUtcNow().UtcDateTime - Grace)
            {
                return false;
            }

            File.Delete(path);
            return true;
        }
    }

    /// <summary>Passes on what is written, and sums it up on the way.</summary>
    private sealed class HashingStream(Stream inner) : Stream
    {
        private readonly IncrementalHash sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public string Hash() => Convert.ToHexStringLower(sum.GetHashAndReset());

        public override void Write(byte[] buffer, int offset, int count)
        {
            sum.AppendData(buffer, offset, count);
            inner.Write(buffer, offset, count);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            sum.AppendData(buffer.Span);
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            sum.Dispose();
            base.Dispose(disposing);
        }
    }
}
