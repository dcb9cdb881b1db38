using OrderSync.Domain.Feeds;

namespace OrderSync.Web.Feeds;

/// <summary>The lines of the program's log that tell the life of a run.</summary>
internal static partial class RunLines
{
    [LoggerMessage(LogLevel.Information, "Run {RunId} of {Feed} started by {Trigger}")]
    public static partial void RunStarted(this ILogger logger, long runId, FeedKey feed, RunTrigger trigger);

    [LoggerMessage(LogLevel.Information, "Run {RunId} of {Feed} ended: {State}")]
    public static partial void RunEnded(this ILogger logger, long runId, FeedKey feed, RunState state);

    [LoggerMessage(LogLevel.Information, "Run {RunId} of {Feed} was interrupted; run {Successor} takes it up")]
    public static partial void RunTakenUp(this ILogger logger, long runId, FeedKey feed, long successor);
}
