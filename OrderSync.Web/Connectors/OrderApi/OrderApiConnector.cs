using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.OrderApi;

/// <summary>A system that is told over a signed HTTP call how orders go on.</summary>
internal sealed class OrderApiConnector(OrderApiClient client) : IOrderListener, IConnectionTest, ITrialSender
{
    private readonly OrderApiSelfTest selfTest = new(client);

    /// <inheritdoc/>
    public ListenerSettings ListenerSettings(Connection connection)
    {
        var settings = Settings(connection);
        return new ListenerSettings(settings.Sources, settings.OrderIdSource, settings.ShopOrderId);
    }

    /// <inheritdoc/>
    public async Task<ListenerAnswer> SendAsync(Connection connection, OrderEvent told, CancellationToken ct) =>
        OrderApiVerdicts.Of(await client.PostAsync(connection, told, ct), Settings(connection));

    /// <inheritdoc/>
    public Task<ConnectionReport> TestAsync(Connection connection, CancellationToken ct) => selfTest.RunAsync(connection, ct);

    /// <inheritdoc/>
    public async Task<TrialReport> TryAsync(Connection connection, OrderEvent? told, CancellationToken ct)
    {
        var exchange = await client.PostAsync(connection, told ?? Invented(), ct);
        var signed = new OrderApiMasks(Settings(connection)).StringToSign(exchange.Attempt!);
        try
        {
            var answer = OrderApiVerdicts.Of(exchange, Settings(connection));
            var verdict = answer.Refusal is { } why
                ? new Phrase(told is null ? "It was refused, as an invented order may be; the key and the signature were let pass. {0}" : "It was refused: {0}", why.ToString())
                : new Phrase(answer.HadIt ? "It was taken; the other side had it already." : "It was taken.");
            return new TrialReport(verdict, answer.Refusal is null, null, signed, exchange.Record);
        }
        catch (RemoteFailureException error)
        {
            return new TrialReport(error.Failure.Message, false, error.Failure.Remedy, signed, exchange.Record);
        }
    }

    /// <summary>An order nobody has: whoever gets it should say so.</summary>
    private static OrderEvent Invented()
    {
        var number = Guid.NewGuid().ToString("N")[..12];
        return new OrderEvent($"test_{number}", $"ordersync-test-{number}", $"TEST-{number}", OrderApiWords.Ordered);
    }

    private static OrderApiSettings Settings(Connection connection) => (OrderApiSettings)connection.Settings;
}
