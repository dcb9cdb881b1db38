using OrderSync.Domain.Integrations;
using OrderSync.Web.Outbox.Events;
using OrderSync.Web.Outbox.Shipping;
using OrderSync.Web.Outbox.Targets;

namespace OrderSync.Web.Outbox;

public static class OutboxSetup
{
    /// <summary>Messages to the outside: writing them with the change they tell of, and sending them.</summary>
    public static void AddOutbox(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<OutboxWriter>();
        services.AddSingleton<OutboxLease>();
        services.AddSingleton<OutboxSender>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<ListenerReader>();
        services.AddSingleton<EventWriter>();
        services.AddSingleton<EventQueue>();
        services.AddSingleton<EventSender>();
        services.AddSingleton<ListenerHealth>();
        services.AddSingleton<ListenerPost>();
        services.AddHostedService<EventDispatcher>();
        services.AddSingleton<TargetReader>();
        services.AddSingleton<TargetWriter>();
        services.AddSingleton<TargetCallbacks>();
        services.AddSingleton<TargetSender>();
        services.AddSingleton<TargetReports>();
        services.AddSingleton<ITargetReports>(provider => provider.GetRequiredService<TargetReports>());
        services.AddSingleton<OrderNews>();
        services.AddSingleton<StatusChanges>();
        services.AddSingleton<ShipmentWriter>();
    }
}
