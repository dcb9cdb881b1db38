using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderSync.Domain;
using OrderSync.Web.Components;
using OrderSync.Web.Components.Layout;
using OrderSync.Web.Features.Audit;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Features.GoLive;
using OrderSync.Web.Features.Integrations.RealTime;
using OrderSync.Web.Features.Live;
using OrderSync.Web.Features.Mappings;
using OrderSync.Web.Features.Problems;
using OrderSync.Web.Features.Runs;

namespace OrderSync.Web.Features.Integrations;

public static class IntegrationsSetup
{
    /// <summary>Actions and queries of integrations, their mappings, feeds and runs; and the announcements that keep pages live.</summary>
    public static void AddIntegrations(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ConnectionTester>();
        services.AddSingleton<ConnectorQueries>();
        services.AddSingleton<IntegrationActions>();
        services.AddSingleton<IntegrationSwitch>();
        services.AddSingleton<IntegrationDeletion>();
        services.AddSingleton<IntegrationQueries>();
        services.AddSingleton<SandboxStart>();
        services.AddSingleton<OrderEventActions>();
        services.AddSingleton<OrderEventQueries>();
        services.AddSingleton<TrialActions>();
        services.AddSingleton<MappingActions>();
        services.AddSingleton<MappingQueries>();
        services.AddSingleton<MappingValues>();
        services.AddSingleton<FeedActions>();
        services.AddSingleton<FeedQueries>();
        services.AddSingleton<GoLiveQueries>();
        services.AddSingleton<GoLiveActions>();
        services.TryAddSingleton<RetryRuns>();
        services.AddSingleton<RunActions>();
        services.AddSingleton<RunQueries>();
        services.AddSingleton<RunItemQueries>();
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<ILiveSource, FeedMonitorSource>();
        services.AddTopBarItem<RunningFeeds>();
    }

    /// <summary>Files that pages offer; signed in as on the pages.</summary>
    public static void MapIntegrationFiles(this WebApplication app) =>
        app.MapGet(ModuleDownload.Route, ModuleDownload.GetAsync).RequireAuthorization(nameof(Permission.ManageIntegrations));
}
