using System.Net;

namespace OrderSync.Web.Connectors.Shared;

/// <summary>Content that tells whether any of it may have left: before that, nothing can have been taken.</summary>
public sealed class WatchedContent(byte[] body) : HttpContent
{
    public bool HasBegun { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        HasBegun = true;
        await stream.WriteAsync(body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
