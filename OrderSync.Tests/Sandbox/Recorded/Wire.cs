using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OrderSync.Tests.Sandbox.Recorded;

/// <summary>Sends requests which a well-behaved HTTP client would refuse to send.</summary>
internal static class Wire
{
    public static async Task<WireAnswer> SendAsync(Uri server, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(request);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer);
        return Parse(answer.ToArray());
    }

    private static WireAnswer Parse(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        var head = Encoding.UTF8.GetString(bytes, 0, end);
        var body = bytes.AsSpan(end + 4);
        var chunked = head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
        var text = Encoding.UTF8.GetString(chunked ? Unchunk(body) : body);
        return WireAnswer.Parse($"{head}\n\n") with { Body = text };
    }

    private static ReadOnlySpan<byte> Unchunk(ReadOnlySpan<byte> body)
    {
        var whole = new MemoryStream();
        while (true)
        {
            var line = body.IndexOf("\r\n"u8);
            var size = int.Parse(Encoding.ASCII.GetString(body[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return whole.ToArray();
            }

            whole.Write(body.Slice(line + 2, size));
            body = body[(line + 2 + size + 2)..];
        }
    }
}
