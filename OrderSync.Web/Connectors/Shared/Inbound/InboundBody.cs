namespace OrderSync.Web.Connectors.Shared.Inbound;

/// <summary>Reads the body of a call whose sender is not known yet.</summary>
internal static class InboundBody
{
    /// <summary>Null when it is larger than it may be; then it is not read to the end.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int largest, CancellationToken ct)
    {
        if (request.ContentLength > largest)
        {
            return null;
        }

        var buffer = new byte[largest + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length > largest ? null : buffer[..length];
    }
}
