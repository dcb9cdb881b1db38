using System.Text.Json;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>The products of the account, read at most once an hour over all processes, and those which are stopped (contracts/frontpad.md §2.6, §2.7).</summary>
internal sealed class FrontPadArticles(FrontPadClient client, IAccountMemory memory)
{
    private const string Question = "get_products";

    public async Task<KnownArticles?> ReadAsync(Connection connection, CancellationToken ct)
    {
        var account = FrontPadAccount.KeyOf((FrontPadSettings)connection.Settings);
        if (await memory.MayAskAsync(account, Question, FrontPadAccount.ProductsPause, ct))
        {
            var kept = await memory.FindAsync(account, Question, ct);
            try
            {
                await memory.KeepAsync(account, Question, JsonSerializer.Serialize(await FetchAsync(connection, ct)), ct);
            }
            catch (RemoteFailureException) when (kept is not null)
            {
                // The list of an hour ago is good enough; its age is shown.
            }
        }

        return await memory.FindAsync(account, Question, ct) is { } answer ? new KnownArticles(JsonSerializer.Deserialize<Article[]>(answer.Text)!, answer.At) : null;
    }

    /// <summary>An empty list comes as a complaint, with success or with error.</summary>
    public async Task<IReadOnlyList<Article>> ReadStoppedAsync(Connection connection, CancellationToken ct)
    {
        var reply = await client.AskAsync(connection, "get_stops", new FrontPadMessage(), ct);
        var isEmpty = reply.Code == "no_stops" || reply.Description == "no_stops";
        return isEmpty ? [] : reply.IsSuccess ? Read(reply) : throw new RemoteFailureException(FrontPadLookups.Refused(reply));
    }

    private async Task<IReadOnlyList<Article>> FetchAsync(Connection connection, CancellationToken ct)
    {
        var reply = await client.AskAsync(connection, Question, new FrontPadMessage(), ct);
        return reply.IsSuccess ? Read(reply) : reply.Code == "invalid_products" ? [] : throw new RemoteFailureException(FrontPadLookups.Refused(reply));
    }

    /// <summary>Parallel lists, which belong together by their keys.</summary>
    private static IReadOnlyList<Article> Read(FrontPadReply reply)
    {
        var (names, prices, sales) = (ByKey("name"), ByKey("price"), ByKey("sale"));
        return
        [
            .. reply.List("product_id").Where(item => item.Value.Length > 0).Select(item => new Article(
                item.Value, names.GetValueOrDefault(item.Key, ""), prices.GetValueOrDefault(item.Key, ""), sales.TryGetValue(item.Key, out var sale) ? sale == "1" : null)),
        ];

        Dictionary<string, string> ByKey(string name) => reply.List(name).GroupBy(item => item.Key).ToDictionary(group => group.Key, group => group.Last().Value);
    }
}
