namespace OrderSync.Domain.Feeds;

/// <summary>What feeds are called, for those who speak of feeds and do not run them.</summary>
/// <param name="titles">English titles by key.</param>
public sealed class FeedTitles(IReadOnlyDictionary<FeedKey, string> titles)
{
    /// <summary>The key of a feed this program does not have (any more).</summary>
    public string Of(FeedKey key) => titles.GetValueOrDefault(key, key.Value);
}
