namespace OrderSync.Web.Data.Budget;

/// <summary>When the next request to one outside system may go out, over all processes; in ticks, so that both databases compare alike.</summary>
public sealed class RequestSlot
{
    public required long IntegrationId { get; init; }

    /// <summary>The "theoretical arrival time" of the rate limit: requests are free while it lies less than the burst ahead.</summary>
    public required long NextTicks { get; set; }
}
