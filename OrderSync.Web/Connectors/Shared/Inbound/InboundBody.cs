namespace OrderSync.Web.Connectors.Shared.Inbound;

/// <summary>Reads the body of a call whose sender is not known yet.</summary>
internal static class InboundBody
{
    private const int ReadAtOnce = 64 * 1024;

    /// <summary>Null when it is larger than it may be; then it is not read to the end. Memory is taken as bytes arrive, not as they are announced.</summary>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int largest, CancellationToken ct)
    {
        if (request.ContentLength > largest)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[ReadAtOnce];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > largest)
            {
                return null;
            }

            await body.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return body.ToArray();
    }
}
