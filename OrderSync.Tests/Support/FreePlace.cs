namespace OrderSync.Tests.Support;

/// <summary>A place of a budget that counts nothing.</summary>
internal sealed class FreePlace : IAsyncDisposable
{
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
