using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Exporting;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.GoLive;
using OrderSync.Domain.Importing.Completeness;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Outbox;
using OrderSync.Domain.Pharmacy;
using OrderSync.Domain.Settings;
using OrderSync.Domain.Stock;
using OrderSync.Web.Data.Accounts;
using OrderSync.Web.Data.Audit;
using OrderSync.Web.Data.Budget;
using OrderSync.Web.Data.Conversions;
using OrderSync.Web.Data.Inbox;
using OrderSync.Web.Data.Protection;

namespace OrderSync.Web.Data;

/// <summary>The database. One subclass per provider exists only to carry that provider's migrations.</summary>
public abstract class OrderSyncDb(DbContextOptions options) : IdentityUserContext<User, long>(options)
{
    public DbSet<Integration> Integrations => Set<Integration>();
    public DbSet<ValueMapping> ValueMappings => Set<ValueMapping>();
    public DbSet<Choice> Choices => Set<Choice>();
    public DbSet<RetentionRule> RetentionRules => Set<RetentionRule>();
    public DbSet<Feed> Feeds => Set<Feed>();
    public DbSet<GoLiveProof> GoLiveProofs => Set<GoLiveProof>();
    public DbSet<GoLiveOverride> GoLiveOverrides => Set<GoLiveOverride>();
    public DbSet<FeedRun> FeedRuns => Set<FeedRun>();
    public DbSet<FeedRunItem> FeedRunItems => Set<FeedRunItem>();
    public DbSet<FeedRunLog> FeedRunLogs => Set<FeedRunLog>();
    public DbSet<IncomingOrder> IncomingOrders => Set<IncomingOrder>();
    public DbSet<IncomingPayload> IncomingPayloads => Set<IncomingPayload>();
    public DbSet<MissingValue> MissingValues => Set<MissingValue>();
    public DbSet<CompletenessDay> CompletenessDays => Set<CompletenessDay>();
    public DbSet<UnexplainedOrder> UnexplainedOrders => Set<UnexplainedOrder>();
    public DbSet<Order> Orders => Set<Order>();
    public DbSet<OrderLine> OrderLines => Set<OrderLine>();
    public DbSet<OrderTerm> OrderTerms => Set<OrderTerm>();
    public DbSet<Product> Products => Set<Product>();
    public DbSet<Variant> Variants => Set<Variant>();
    public DbSet<ProductTerm> ProductTerms => Set<ProductTerm>();
    public DbSet<Listing> Listings => Set<Listing>();
    public DbSet<VariantListing> VariantListings => Set<VariantListing>();
    public DbSet<ProductLock> ProductLocks => Set<ProductLock>();
    public DbSet<Supplier> Suppliers => Set<Supplier>();
    public DbSet<SupplierOffer> SupplierOffers => Set<SupplierOffer>();
    public DbSet<StoredImage> StoredImages => Set<StoredImage>();
    public DbSet<ProductImage> ProductImages => Set<ProductImage>();
    public DbSet<VariantImage> VariantImages => Set<VariantImage>();
    public DbSet<StockLevel> StockLevels => Set<StockLevel>();
    public DbSet<StockMovement> StockMovements => Set<StockMovement>();
    public DbSet<StockPlan> StockPlans => Set<StockPlan>();
    public DbSet<StockPlanLine> StockPlanLines => Set<StockPlanLine>();
    public DbSet<ProductExport> ProductExports => Set<ProductExport>();
    public DbSet<ImageExport> ImageExports => Set<ImageExport>();
    public DbSet<NewProductExport> NewProductExports => Set<NewProductExport>();
    public DbSet<PricePlan> PricePlans => Set<PricePlan>();
    public DbSet<PricePlanLine> PricePlanLines => Set<PricePlanLine>();
    public DbSet<Reservation> Reservations => Set<Reservation>();
    public DbSet<Shipment> Shipments => Set<Shipment>();
    public DbSet<ShipmentLine> ShipmentLines => Set<ShipmentLine>();
    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();
    public DbSet<OutgoingStop> OutgoingStops => Set<OutgoingStop>();
    public DbSet<OutboxAttempt> OutboxAttempts => Set<OutboxAttempt>();
    public DbSet<TargetOrder> TargetOrders => Set<TargetOrder>();
    public DbSet<HeldPiece> HeldPieces => Set<HeldPiece>();
    public DbSet<TimelineEvent> TimelineEvents => Set<TimelineEvent>();
    public DbSet<AlertChannel> AlertChannels => Set<AlertChannel>();
    public DbSet<AlertRule> AlertRules => Set<AlertRule>();
    public DbSet<AlertTold> AlertsTold => Set<AlertTold>();
    public DbSet<Alert> Alerts => Set<Alert>();
    public DbSet<AlertWatch> AlertWatches => Set<AlertWatch>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<ProtectionKey> ProtectionKeys => Set<ProtectionKey>();
    public DbSet<RequestSlot> RequestSlots => Set<RequestSlot>();
    public DbSet<AccountSlots> AccountSlots => Set<AccountSlots>();
    public DbSet<AccountAnswer> AccountAnswers => Set<AccountAnswer>();
    public DbSet<InboundKey> InboundKeys => Set<InboundKey>();
    public DbSet<InboxEvent> InboxEvents => Set<InboxEvent>();
    public DbSet<ProductPacket> ProductPackets => Set<ProductPacket>();
    public DbSet<PacketChunk> PacketChunks => Set<PacketChunk>();
    public DbSet<PacketLine> PacketLines => Set<PacketLine>();
    public DbSet<PharmacyItem> PharmacyItems => Set<PharmacyItem>();
    public DbSet<HandOver> HandOvers => Set<HandOver>();
    public DbSet<HandOverBatch> HandOverBatches => Set<HandOverBatch>();
    public DbSet<PharmacyPush> PharmacyPushes => Set<PharmacyPush>();
    public DbSet<PharmacyCall> PharmacyCalls => Set<PharmacyCall>();
    public DbSet<PharmacyCapture> PharmacyCaptures => Set<PharmacyCapture>();
    public DbSet<PharmacyNonce> PharmacyNonces => Set<PharmacyNonce>();
    public DbSet<PharmacyDesk> PharmacyDesks => Set<PharmacyDesk>();

    /// <summary>Collation that compares byte by byte, for keys of other systems; null where that is the default.</summary>
    protected abstract string? ExactCollation { get; }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(OrderSyncDb).Assembly);
        if (ExactCollation is { } collation)
        {
            foreach (var property in builder.Model.GetEntityTypes()
                .SelectMany(entity => entity.GetProperties())
                .Where(property => property.FindAnnotation(Exact.Annotation) is not null))
            {
                property.SetCollation(collation);
            }
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        base.ConfigureConventions(conventions);
        conventions.Properties<DateTime>().HaveConversion<UtcConverter>();
        conventions.Properties<decimal>().HavePrecision(18, 6);
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        conventions.Properties<Phrase>().HaveConversion<PhraseConverter>();
        conventions.Properties<ConnectorKey>().HaveConversion<ConnectorKeyConverter>().HaveMaxLength(50);
        conventions.Properties<FeedKey>().HaveConversion<FeedKeyConverter>().HaveMaxLength(50);
    }
}

public sealed class SqliteOrderSyncDb(DbContextOptions<SqliteOrderSyncDb> options) : OrderSyncDb(options)
{
    protected override string? ExactCollation => null;
}

public sealed class SqlServerOrderSyncDb(DbContextOptions<SqlServerOrderSyncDb> options) : OrderSyncDb(options)
{
    protected override string? ExactCollation => "Latin1_General_100_BIN2";
}
