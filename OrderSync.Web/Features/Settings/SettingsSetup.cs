using Microsoft.Extensions.DependencyInjection.Extensions;
using OrderSync.Web.Features.Audit;
using OrderSync.Web.Features.Settings.ApiKeys;
using OrderSync.Web.Features.Settings.Choices;
using OrderSync.Web.Features.Settings.Erasure;
using OrderSync.Web.Features.Settings.Retention;
using OrderSync.Web.Features.Settings.Users;

namespace OrderSync.Web.Features.Settings;

public static class SettingsSetup
{
    /// <summary>Actions and queries of the settings pages: users, API keys, the lists that mappings point to, and the audit.</summary>
    public static void AddSettings(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<SettingsQueries>();
        services.AddSingleton<ChoiceQueries>();
        services.AddSingleton<ChoiceActions>();
        services.AddSingleton<UserQueries>();
        services.AddSingleton<UserActions>();
        services.AddSingleton<UserPasswords>();
        services.AddSingleton<ApiKeyQueries>();
        services.AddSingleton<ApiKeyActions>();
        services.AddSingleton<RetentionActions>();
        services.AddSingleton<ErasureActions>();
        services.TryAddSingleton<AuditQueries>();
    }
}
