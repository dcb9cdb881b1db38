namespace OrderSync.Web.Features.Integrations;

/// <summary>Names of audited actions in words; English, translated when shown.</summary>
internal static class AuditWords
{
    public static string Say(string action) => action switch
    {
        "integration.created" => "Created the integration",
        "integration.updated" => "Changed the configuration",
        "integration.tested" => "Tested the connection",
        "integration.enabled" => "Switched the integration on",
        "integration.disabled" => "Switched the integration off",
        "mapping.saved" => "Changed mappings",
        "feed.started" => "Started a feed",
        "feed.paused" => "Paused a feed",
        "feed.resumed" => "Resumed a feed",
        "feed.scheduled" => "Changed a schedule",
        "run.cancelled" => "Cancelled a run",
        "run.failed-retried" => "Retried what failed in a run",
        _ => action,
    };
}
