using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Tests.Pages.Components;
using OrderSync.Tests.Support;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Accounts;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Completeness;
using OrderSync.Web.Features.Explain;
using OrderSync.Web.Features.Feeds;
using OrderSync.Web.Features.Live;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Orders.Payloads;
using OrderSync.Web.Features.Orders.Shipping;
using OrderSync.Web.Features.Outbox;
using OrderSync.Web.Features.Pharmacy;
using OrderSync.Web.Features.Pharmacy.HandOvers;
using OrderSync.Web.Features.PricePlans;
using OrderSync.Web.Features.Problems;
using OrderSync.Web.Features.Products;
using OrderSync.Web.Features.Products.Locks;
using OrderSync.Web.Features.Search;
using OrderSync.Web.Features.Stock;
using OrderSync.Web.Features.StockPlans;
using OrderSync.Web.Features.Suppliers;
using OrderSync.Web.Features.Targets;
using OrderSync.Web.Feeds;
using OrderSync.Web.Pharmacy;

namespace OrderSync.Tests.Features;

/// <summary>Pages of orders and problems on a real database, read and changed as in the program.</summary>
public abstract class PageContext : ShellContext, IAsyncLifetime
{
    internal FeedRig Feeds { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Feeds = await FeedRig.CreateAsync();
        Services.AddSingleton<IDbContextFactory<OrderSyncDb>>(Feeds.Database);
        Services.AddSingleton(Feeds.Monitor);
        Services.AddSingleton(new ConnectorRegistry([Feeds.Shop.Descriptor, Feeds.Target.Descriptor, Feeds.Pharmacy.Descriptor]));
        Services.AddSingleton(Feeds.Queue);
        Services.AddSingleton(Feeds.Catalog);
        Services.AddSingleton<ILiveSource, FeedMonitorSource>();
        Services.AddSingleton<OrderQueries>();
        Services.AddSingleton(Feeds.Outbox);
        Services.AddSingleton(Feeds.Targets.News);
        Services.AddSingleton(Feeds.Targets.Changes);
        Services.AddSingleton(Feeds.Targets.Reader);
        Services.AddSingleton(Feeds.Targets.Writer);
        Services.AddSingleton(Feeds.Targets.Callbacks);
        Services.AddSingleton(Feeds.Targets.Reports);
        Services.AddSingleton(Feeds.Targets.Keys);
        Services.AddSingleton<TargetQueries>();
        Services.AddSingleton<TargetActions>();
        Services.AddSingleton<PharmacyPrograms>();
        Services.AddSingleton<HandOverQueries>();
        Services.AddSingleton<HandOverActions>();
        Services.AddSingleton<TargetDesk>();
        Services.AddSingleton<ArticleQueries>();
        Services.AddSingleton(Feeds.Listeners.Signal);
        Services.AddSingleton(Feeds.Signal);
        Services.AddSingleton<OrderActions>();
        Services.AddSingleton(Feeds.Shipping);
        Services.AddSingleton<ShipmentActions>();
        Services.AddSingleton<ShipmentQueries>();
        Services.AddSingleton(Feeds.Gate);
        Services.AddSingleton<OutboxHolds>();
        Services.AddSingleton<OutboxQueries>();
        Services.AddSingleton<OutboxGroups>();
        Services.AddSingleton<OutboxActions>();
        Services.AddSingleton<OutboxBulk>();
        Services.AddSingleton<OutgoingActions>();
        Services.AddSingleton<TimelineQueries>();
        Services.AddSingleton<PayloadQueries>();
        Services.AddSingleton<ProblemQueries>();
        Services.AddSingleton<ProblemGroups>();
        Services.AddSingleton<ProblemActions>();
        Services.AddSingleton<CorrectionActions>();
        Services.AddSingleton<RetryRuns>();
        Services.AddSingleton<ProductQueries>();
        Services.AddSingleton<SearchQueries>();
        Services.AddSingleton<LockQueries>();
        Services.AddSingleton<LockWriter>();
        Services.AddSingleton<LockActions>();
        Services.AddSingleton<LockImport>();
        Services.AddScoped<LockDialogs>();
        Services.AddSingleton<SupplierQueries>();
        Services.AddSingleton<PacketQueries>();
        Services.AddSingleton<PairingQueries>();
        Services.AddSingleton<PairingActions>();
        Services.AddSingleton(Feeds.Connections);
        Services.AddSingleton<StockQueries>();
        Services.AddSingleton<WarehouseQueries>();
        Services.AddSingleton<MovementQueries>();
        Services.AddSingleton<ProductStockQueries>();
        Services.AddSingleton<StockActions>();
        Services.AddScoped<CountDialog>();
        Services.AddSingleton<PlanQueries>();
        Services.AddSingleton<PlanActions>();
        Services.AddSingleton<PlanRequests>();
        Services.AddSingleton<PricePlanQueries>();
        Services.AddSingleton<PricePlanActions>();
        Services.AddSingleton(new FeedScheduler(null!, Feeds.Database, Feeds.Clock));
        Services.AddSingleton<FeedActions>();
        Services.AddSingleton<ExplainReader>();
        Services.AddSingleton<ExplainQueries>();
        Services.AddSingleton<ExplainActions>();
        Services.AddSingleton<OrderReading>();
        Services.AddSingleton<CompletenessQueries>();
        Services.AddSingleton<CompletenessActions>();
        Services.AddHttpContextAccessor();
        Services.AddScoped<CurrentActor>();
        Services.AddScoped<SettledToast>();
        SignInAs(Role.Support);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAllAsync();

    protected void SignInAs(Role role)
    {
        SignedIn.SetAuthorized("Sonia");
        SignedIn.SetClaims([new Claim(ClaimTypes.NameIdentifier, "5"), .. ActorClaims.For(ActorKind.Person, "Sonia", role)]);
    }

    private async Task DisposeAllAsync()
    {
        await DisposeComponentsAsync();
        await Feeds.DisposeAsync();
    }
}
