namespace OrderSync.Domain.Feeds;

/// <summary>Names a kind of work, for example <c>import-new-orders</c>.</summary>
public readonly record struct FeedKey(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A feed of an integration: when it runs, and whether it may.</summary>
public sealed class Feed
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required FeedKey Key { get; init; }

    /// <summary>Five-field cron in the server's time zone; null runs only by hand.</summary>
    public string? Cron { get; set; }
    public bool Paused { get; set; }

    /// <summary>Why the program switched the feed off by itself, with the remedy: it does not run, by hand either, until somebody switches it on again. Null while it is on.</summary>
    public Phrase? OffReason { get; set; }

    /// <summary>Where the connector goes on reading; its own words.</summary>
    public string? Cursor { get; set; }

    /// <summary>Since when nothing new has come, and up to which id: what "Nothing new" says.</summary>
    public DateTime? LastNewAt { get; set; }
    public string LastNewId { get; set; } = "";
    public Guid Stamp { get; set; }
}
