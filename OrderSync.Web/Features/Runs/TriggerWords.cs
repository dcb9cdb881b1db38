using OrderSync.Domain;
using OrderSync.Domain.Feeds;

namespace OrderSync.Web.Features.Runs;

/// <summary>Who or what started a run, in words.</summary>
internal static class TriggerWords
{
    public static Phrase Say(RunRow run) => run.Trigger switch
    {
        RunTrigger.Manual => new Phrase("By hand, {0}", run.StartedBy),
        RunTrigger.Api => new Phrase("By API key {0}", run.StartedBy),
        RunTrigger.Schedule => new Phrase("By schedule"),
        RunTrigger.Resume => new Phrase("Took up an interrupted run"),
        RunTrigger.Change => new Phrase("After a change by {0}", run.StartedBy),
        _ => new Phrase("To see whether the system is back"),
    };
}
