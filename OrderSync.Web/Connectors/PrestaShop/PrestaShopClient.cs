using System.Text;
using System.Xml;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>A list as far as it could be read.</summary>
/// <param name="Failure">Null when the list is whole.</param>
/// <param name="Excerpt">The text around the place that is not readable; only when a single record was asked for.</param>
internal sealed record ShopList<T>(IReadOnlyList<T> Records, ShopAnswer? Answer, ShopFailure? Failure, string Excerpt = "");

/// <summary>
/// Speaks HTTP with a webservice: one request at a time, counted, within its budget, repeated where that is safe (reads only).
/// Knows nothing of orders.
/// </summary>
internal sealed partial class PrestaShopClient(HttpClient http, IRequestBudget budget, TimeProvider clock, ILogger<PrestaShopClient> log)
{
    public const string HttpName = "prestashop";

    private const long MaxBytes = 64 * 1024 * 1024;
    private const int MaxErrorText = 64 * 1024;
    private const int MaxSingleText = 1024 * 1024;

    /// <summary>The whole list.</summary>
    /// <exception cref="RemoteFailureException">It cannot be had.</exception>
    public async Task<IReadOnlyList<T>> ListAsync<T>(ShopAccess shop, ShopQuery query, Func<WireRecord, T> map, CancellationToken ct)
    {
        var list = await RepeatingAsync(shop, query, (record, _) => map(record), failure => false, single: false, ct);
        return list.Records;
    }

    /// <summary>A list that may come back with a failure which asking for fewer records can get past.</summary>
    /// <param name="single">One record is asked for: fewer is not possible, and its text is kept to show what is wrong with it.</param>
    /// <exception cref="RemoteFailureException">Any other failure.</exception>
    public Task<ShopList<T>> TryListAsync<T>(ShopAccess shop, ShopQuery query, Func<WireRecord, ShopAnswer, T> map, bool single, CancellationToken ct) =>
        RepeatingAsync(shop, query, map, failure => single ? failure.IsRecordFault : failure.IsSplittable, single, ct);

    /// <summary>One request, whatever comes of it.</summary>
    public Task<ShopList<T>> OnceAsync<T>(
        ShopAccess shop, ShopQuery query, Func<WireRecord, ShopAnswer, T> map, bool single, CancellationToken ct) =>
        ExchangeAsync(shop, new Exchange<T>(query, map, single), shop.Timeout, ct);

    /// <summary>Changes records. Never repeated here: only a look at the shop tells whether a write that failed was done.</summary>
    /// <param name="disguised">As a POST that asks to be taken for a PUT, where the shop's server lets no PUT through.</param>
    /// <returns>The records as the shop says to have them now.</returns>
    public Task<ShopList<WireRecord>> PutAsync(ShopAccess shop, ShopQuery query, string xml, bool disguised, CancellationToken ct) => ExchangeAsync(
        shop,
        new Exchange<WireRecord>(disguised ? query.With("ps_method", "PUT") : query, (record, _) => record, single: false)
        {
            Method = disguised ? HttpMethod.Post : HttpMethod.Put,
            Means = HttpMethod.Put,
            Sends = xml,
        },
        shop.WriteTimeout,
        ct);

    /// <summary>Adds a record, or changes single fields of one. Never repeated here, as <see cref="PutAsync"/>.</summary>
    /// <param name="method">POST or PATCH.</param>
    public Task<ShopList<WireRecord>> WriteAsync(ShopAccess shop, HttpMethod method, ShopQuery query, string xml, CancellationToken ct) => ExchangeAsync(
        shop,
        new Exchange<WireRecord>(query, (record, _) => record, single: false) { Method = method, Means = method, Sends = xml },
        shop.WriteTimeout,
        ct);

    private async Task<ShopList<T>> ExchangeAsync<T>(ShopAccess shop, Exchange<T> exchange, TimeSpan timeout, CancellationToken ct)
    {
        await budget.WaitAsync(shop.Connection.IntegrationId, shop.Connection.RequestsPerMinute, ct);
        var (at, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await SendAsync(shop, exchange, either.Token);
        }
        catch (OperationCanceledException error) when (!ct.IsCancellationRequested)
        {
            var noConnection = error.InnerException is TimeoutException; // as the handler reports its own, shorter limit for connecting
            return exchange.Broken(noConnection ? TransportFailures.Unreachable(shop.Host) : TransportFailures.Timeout(shop.Host, timeout));
        }
        catch (AnswerTooLargeException)
        {
            return exchange.Broken(TransportFailures.TooLarge(shop.Host));
        }
        catch (HttpRequestException error)
        {
            return exchange.Broken(TransportFailures.From(error, shop.Host));
        }
        catch (IOException)
        {
            return exchange.Broken(TransportFailures.Lost(shop.Host));
        }
        finally
        {
            var status = exchange.Answer is { } answer ? (int)answer.Status : 0;
            shop.Connection.Observer.Sent(new RequestRecord(
                at.UtcDateTime, exchange.Method.Method, shop.Shown(exchange.Query), status, clock.GetElapsedTime(started), exchange.Body?.Count ?? 0)
            {
                Resource = exchange.CountedAs ?? "",
            });
        }
    }

    /// <summary>Who answers at an address. Without the key, so that any address may be asked.</summary>
    /// <returns>Null when nobody does.</returns>
    public async Task<ShopAnswer?> LookAsync(ShopAccess shop, Uri address, CancellationToken ct)
    {
        await budget.WaitAsync(shop.Connection.IntegrationId, shop.Connection.RequestsPerMinute, ct);
        using var limit = new CancellationTokenSource(shop.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return ShopAnswer.From(response, shop, "", clock.GetUtcNow());
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task<ShopList<T>> RepeatingAsync<T>(
        ShopAccess shop, ShopQuery query, Func<WireRecord, ShopAnswer, T> map, Func<ShopFailure, bool> isWelcome, bool single, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var list = await OnceAsync(shop, query, map, single, ct);
            if (list.Failure is not { } failure)
            {
                return list;
            }

            var pause = shop.Patient ? RetryRules.PauseAfter(failure, attempt, isWelcome(failure)) : null;
            if (pause is null)
            {
                return isWelcome(failure) ? list : throw failure.ToException();
            }

            await Task.Delay(pause.Value, clock, ct);
        }
    }

    private async Task<ShopList<T>> SendAsync<T>(ShopAccess shop, Exchange<T> exchange, CancellationToken ct)
    {
        using var request = shop.Request(exchange.Query, exchange.Method, exchange.Sends);
        request.Content = exchange.Attaches?.Invoke() ?? request.Content;
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        var answer = exchange.Answer = ShopAnswer.From(response, shop, exchange.CountedAs ?? exchange.Query.Resource, clock.GetUtcNow()) with { Method = exchange.Means };
        await using var body = exchange.Body = new CappedStream(await response.Content.ReadAsStreamAsync(ct), MaxBytes);
        if (!answer.IsSuccess)
        {
            var text = shop.Mask(await ReadTextAsync(body, MaxErrorText, ct));
            return exchange.Broken(AnswerFailures.From(answer, text, await PrestaShopXml.ErrorsInAsync(text, ct)));
        }

        if (!exchange.Single)
        {
            return await ParseAsync(shop, exchange, body, "", ct);
        }

        var single = await ReadTextAsync(body, MaxSingleText, ct);
        return await ParseAsync(shop, exchange, new MemoryStream(Encoding.UTF8.GetBytes(single)), single, ct);
    }

    private async Task<ShopList<T>> ParseAsync<T>(ShopAccess shop, Exchange<T> exchange, Stream body, string text, CancellationToken ct)
    {
        using var envelope = await XmlEnvelope.OpenAsync(body, ct, hasNumberedElements: exchange.Query.Resource == "combinations");
        if (!envelope.HasXml)
        {
            return exchange.Broken(AnswerFailures.From(exchange.Answer!, shop.Mask(envelope.Noise), []));
        }

        if (envelope.Noise.Length > 0)
        {
            log.LogInformation("{Host} put {Count} characters before its XML: {Text}", shop.Host, envelope.NoiseLength, shop.Mask(envelope.Noise));
        }

        try
        {
            using var xml = PrestaShopXml.CreateReader(envelope);
            return await ReadListAsync(exchange, xml);
        }
        catch (XmlException error)
        {
            var failure = AnswerFailures.Malformed(shop.Host, Excerpts.Where(error));
            return exchange.Broken(envelope.IsAtEnd ? failure with { Cure = Cure.Smaller } : failure, Excerpts.Around(shop.Mask(text), error));
        }
        catch (FormatException error)
        {
            return exchange.Broken(AnswerFailures.Malformed(shop.Host, error.Message), Excerpts.Beginning(shop.Mask(text)));
        }
    }

    private static async Task<ShopList<T>> ReadListAsync<T>(Exchange<T> exchange, XmlReader xml)
    {
        var found = await PrestaShopXml.EnterAsync(xml);
        if (found == "errors")
        {
            return exchange.Broken(AnswerFailures.From(exchange.Answer!, "", await PrestaShopXml.ErrorsAsync(xml)));
        }

        if (exchange.Sends is null ? found != exchange.Element : found.Length == 0)
        {
            return exchange.Broken(AnswerFailures.From(exchange.Answer!, $"<{found}>", []));
        }

        if (exchange.Query.Resource.Length == 0)
        {
            exchange.Records.Add(exchange.Map(PrestaShopXml.Attributes(xml), exchange.Answer!));
        }

        await foreach (var record in exchange.Sends is null ? PrestaShopXml.RecordsAsync(xml) : PrestaShopXml.BareRecordsAsync(xml))
        {
            exchange.Records.Add(exchange.Map(record, exchange.Answer!));
        }

        return new ShopList<T>(exchange.Records, exchange.Answer, null);
    }

    private static async Task<string> ReadTextAsync(Stream body, int most, CancellationToken ct)
    {
        using var reader = new StreamReader(body);
        var text = new StringBuilder();
        var buffer = new char[4096];
        for (var read = 1; read > 0 && text.Length < most;)
        {
            read = await reader.ReadAsync(buffer, ct);
            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }

    /// <summary>One request and what has come of it so far.</summary>
    private sealed class Exchange<T>(ShopQuery query, Func<WireRecord, ShopAnswer, T> map, bool single)
    {
        public ShopQuery Query => query;

        public Func<WireRecord, ShopAnswer, T> Map => map;

        public bool Single => single;

        public HttpMethod Method { get; init; } = HttpMethod.Get;

        /// <summary>The verb as the shop takes it.</summary>
        public HttpMethod Means { get; init; } = HttpMethod.Get;

        /// <summary>What is to be written; null reads.</summary>
        public string? Sends { get; init; }

        /// <summary>A body that is no XML; made anew for each request.</summary>
        public Func<HttpContent>? Attaches { get; init; }

        /// <summary>The resource it is counted under, where the address ends with something else.</summary>
        public string? CountedAs { get; init; }

        /// <summary>The element expected in the root.</summary>
        public string Element => query.Resource.Length == 0 ? "api" : query.Resource;

        public List<T> Records { get; } = [];

        public ShopAnswer? Answer { get; set; }

        public CappedStream? Body { get; set; }

        public ShopList<T> Broken(ShopFailure failure, string excerpt = "") => new(Records, Answer, failure, excerpt);
    }
}
