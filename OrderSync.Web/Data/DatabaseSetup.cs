using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Data.Budget;
using OrderSync.Web.Data.Images;
using OrderSync.Web.Data.Inbox;
using OrderSync.Web.Data.Protection;
using OrderSync.Web.Data.Retention;

namespace OrderSync.Web.Data;

public static class DatabaseSetup
{
    /// <summary>Pictures lie among the files a backup takes along.</summary>
    private static readonly string ImageFolder = Path.Combine("files", "images");

    /// <summary>The database, its keys for encryption, and what runs before the first request: the lock on the data folder and migrations.</summary>
    public static void AddDatabase(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<DatabaseOptions>(builder.Configuration.GetSection("Database"));
        services.AddSingleton<DatabaseLocation>();
        var options = builder.Configuration.GetSection("Database").Get<DatabaseOptions>() ?? new DatabaseOptions();
        if (options.Provider == DatabaseProvider.SqlServer)
        {
            services.AddFactory<SqlServerOrderSyncDb>((location, db) => db.UseSqlServer(
                location.ConnectionString, sql => sql.EnableRetryOnFailure().UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)));
        }
        else
        {
            services.AddFactory<SqliteOrderSyncDb>((location, db) => db
                .UseSqlite(location.ConnectionString, sqlite => sqlite.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))
                .AddInterceptors(new SqlitePragmas()));
        }

        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<OrderSyncDb>>().CreateDbContext());
        services.AddSingleton<DatabaseMigration>();
        services.AddSingleton(provider => new ImageStore(provider.GetRequiredService<DatabaseLocation>().File(ImageFolder), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IRequestBudget, DatabaseRequestBudget>();
        services.AddSingleton<IAccountBudget, DatabaseAccountBudget>();
        services.AddSingleton<IAccountMemory, DatabaseAccountMemory>();
        services.AddSingleton<InboundSecrets>();
        services.AddSingleton<InboundKeys>();
        services.AddSingleton<InboxSignal>();
        services.AddSingleton<IInbox, Inbox.Inbox>();
        services.AddSingleton<IIntegrationDirectory, IntegrationDirectory>();
        services.AddSingleton<Purge>();
        services.AddHostedService<PurgeService>();
        services.AddHealthChecks().AddDbContextCheck<OrderSyncDb>("database", tags: ["ready"]);
        services.AddKeyProtection(builder.Configuration);
    }

    private static void AddFactory<TDb>(this IServiceCollection services, Action<DatabaseLocation, DbContextOptionsBuilder> configure)
        where TDb : OrderSyncDb
    {
        services.AddPooledDbContextFactory<TDb>((provider, db) =>
        {
            configure(provider.GetRequiredService<DatabaseLocation>(), db);

            // "Count, but no further than 10,000" needs no order; sorting for it would cost what the limit saves.
            db.ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.RowLimitingOperationWithoutOrderByWarning));
        });
        services.AddSingleton<IDbContextFactory<OrderSyncDb>, DatabaseFactory<TDb>>();
    }

    private static void AddKeyProtection(this IServiceCollection services, IConfiguration configuration)
    {
        var protection = services.AddDataProtection().SetApplicationName("OrderSync");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(management =>
            management.XmlRepository = new DatabaseKeyRepository(provider.GetRequiredService<IDbContextFactory<OrderSyncDb>>())));
        if (configuration["DataProtection:CertificatePath"] is { Length: > 0 } path)
        {
            protection.ProtectKeysWithCertificate(
                X509CertificateLoader.LoadPkcs12FromFile(path, configuration["DataProtection:CertificatePassword"]));
        }
    }

    /// <summary>Hands out the provider's context as the common one.</summary>
    private sealed class DatabaseFactory<TDb>(IDbContextFactory<TDb> inner) : IDbContextFactory<OrderSyncDb>
        where TDb : OrderSyncDb
    {
        public OrderSyncDb CreateDbContext() => inner.CreateDbContext();

        public async Task<OrderSyncDb> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
            await inner.CreateDbContextAsync(cancellationToken);
    }
}
