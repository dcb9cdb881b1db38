using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Outbox.Targets;

/// <summary>What a system sells, as far as it lets itself be asked.</summary>
internal static class TargetArticles
{
    /// <summary>Null when it has no such list, or none can be had now: that must hold nothing up, as the system says itself what it does not sell.</summary>
    public static async Task<KnownArticles?> ReadAsync(IOrderTarget port, Connection connection, ILogger logger, CancellationToken ct)
    {
        try
        {
            return port is IArticleList list ? await list.ReadArticlesAsync(connection, ct) : null;
        }
        catch (RemoteFailureException error)
        {
            logger.LogInformation("The articles of {Integration} could not be read: {Code}", connection.Name, error.Failure.Code);
            return null;
        }
    }
}
