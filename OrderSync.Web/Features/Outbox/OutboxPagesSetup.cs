using OrderSync.Web.Components.Layout;

namespace OrderSync.Web.Features.Outbox;

public static class OutboxPagesSetup
{
    /// <summary>Messages to the outside: what is read, and what can be decided.</summary>
    public static void AddOutboxPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OutboxHolds>();
        builder.Services.AddSingleton<OutboxQueries>();
        builder.Services.AddSingleton<OutboxGroups>();
        builder.Services.AddSingleton<OutboxActions>();
        builder.Services.AddSingleton<OutboxBulk>();
        builder.Services.AddSingleton<OutgoingActions>();
        builder.Services.AddTopBarItem<OutgoingBadge>();
    }
}
