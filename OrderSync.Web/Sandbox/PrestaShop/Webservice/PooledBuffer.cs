using System.Buffers;
using System.Text;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>
/// A growing buffer on rented memory. An answer is complete before it is sent, because its checksum is a header: renting keeps
/// hundreds of large answers per second from becoming garbage.
/// </summary>
public sealed class PooledBuffer : IDisposable
{
    private byte[] rented = ArrayPool<byte>.Shared.Rent(16 * 1024);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => rented.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => rented.AsSpan(0, Length);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        EnsureRoom(bytes.Length);
        bytes.CopyTo(rented.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Write(string text)
    {
        EnsureRoom(Encoding.UTF8.GetMaxByteCount(text.Length));
        Length += Encoding.UTF8.GetBytes(text, rented.AsSpan(Length));
    }

    public void Clear() => Length = 0;

    public void Prepend(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        EnsureRoom(bytes.Length);
        Span.CopyTo(rented.AsSpan(bytes.Length));
        bytes.CopyTo(rented, 0);
        Length += bytes.Length;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(rented);
        rented = [];
        Length = 0;
    }

    private void EnsureRoom(int more)
    {
        if (rented.Length - Length >= more)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(rented.Length * 2, Length + more));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(rented);
        rented = larger;
    }
}
