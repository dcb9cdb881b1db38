using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>A FrontPad account: orders go there to be made and delivered, and their statuses come back.</summary>
internal sealed class FrontPadConnector(FrontPadClient client, IAccountMemory memory)
    : IOrderTarget, IOrderTargetReports, IOrderTargetStatus, ICustomerLookup, ICertificateLookup, IArticleList, IConnectionTest
{
    private readonly FrontPadLookups lookups = new(client);
    private readonly FrontPadArticles articles = new(client, memory);

    /// <inheritdoc/>
    public TargetSettings TargetSettings(Connection connection)
    {
        var settings = Settings(connection);
        return new TargetSettings(settings.Sources, settings.SendAt)
        {
            WantsCallback = settings.HookStatuses.Count > 0,
            IsSandbox = SandboxAddress.IsSandbox(settings.Url),
            Polling = settings.CheckStatuses.Count > 0 ? new TargetPolling(settings.CheckStatuses, settings.CheckDays) : null,
        };
    }

    /// <inheritdoc/>
    public TargetDraft Draft(Connection connection, Order order, OrderTargetMaps maps) => OrderDraft.Make(Settings(connection), order, maps);

    /// <inheritdoc/>
    public ValueTask WaitForTurnAsync(Connection connection, CancellationToken ct) => client.WaitForTurnAsync(connection, ct);

    /// <inheritdoc/>
    public async Task<TargetAnswer> SendAsync(Connection connection, string message, Uri? callback, CancellationToken ct)
    {
        var fields = FrontPadMessage.Read(message);
        if (callback is not null)
        {
            fields.Add(FrontPadMasks.CallbackField, callback.AbsoluteUri);
        }

        return OrderVerdicts.Of(await client.OrderAsync(connection, fields.Fields, ct), new Uri(Settings(connection).Url).Authority);
    }

    /// <inheritdoc/>
    public TargetReport ReadReport(string contentType, ReadOnlySpan<byte> body) => FrontPadReports.Read(contentType, body);

    /// <inheritdoc/>
    public Task<TargetStatus> AskByOrderAsync(Connection connection, string orderId, CancellationToken ct) => lookups.StatusByOrderAsync(connection, orderId, ct);

    /// <inheritdoc/>
    public Task<TargetStatus> AskByPhoneAsync(Connection connection, string phone, CancellationToken ct) => lookups.StatusByPhoneAsync(connection, phone, ct);

    /// <inheritdoc/>
    public Task<AccountCustomer?> FindCustomerAsync(Connection connection, string phone, CancellationToken ct) => lookups.CustomerAsync(connection, phone, ct);

    /// <inheritdoc/>
    public Task<CertificateWorth?> FindCertificateAsync(Connection connection, string certificate, CancellationToken ct) => lookups.CertificateAsync(connection, certificate, ct);

    /// <inheritdoc/>
    public string ArticleOf(Connection connection, string sku, string ean) => Settings(connection).ArticleOf(sku, ean);

    /// <inheritdoc/>
    public Task<KnownArticles?> ReadArticlesAsync(Connection connection, CancellationToken ct) => articles.ReadAsync(connection, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Article>> ReadStoppedAsync(Connection connection, CancellationToken ct) => articles.ReadStoppedAsync(connection, ct);

    /// <inheritdoc/>
    public Task<ConnectionReport> TestAsync(Connection connection, CancellationToken ct) => new FrontPadSelfTest(articles).RunAsync(connection, ct);

    private static FrontPadSettings Settings(Connection connection) => (FrontPadSettings)connection.Settings;
}
