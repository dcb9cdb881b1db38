using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>A picture asked for, either of the webservice or where everybody may fetch it.</summary>
/// <param name="PublicPath">Below the shop's address; empty asks the webservice.</param>
/// <param name="Most">Bytes it may have.</param>
internal sealed record ShopFileRequest(ShopQuery Query, string PublicPath, long Most)
{
    public bool IsPublic => PublicPath.Length > 0;
}

/// <param name="Failure">Null when the whole file is in the stream.</param>
/// <param name="Begun">The stream holds some of it, so that nothing else may be written there.</param>
/// <param name="IsTooLarge">It has more bytes than it may have.</param>
internal sealed record ShopFile(ShopAnswer? Answer, ShopFailure? Failure, bool Begun = false, bool IsTooLarge = false);

/// <summary>A file to be added under an address, as the field of a form.</summary>
/// <param name="Open">Opens its content anew; it is closed with the request.</param>
internal sealed record ShopUpload(string Resource, string Field, string FileName, string ContentType, Func<Stream> Open);

/// <summary>Downloads: what comes goes straight to a stream of the caller. And uploads: what goes comes straight from one.</summary>
internal sealed partial class PrestaShopClient
{
    /// <summary>One request, whatever comes of it.</summary>
    public async Task<ShopFile> DownloadAsync(ShopAccess shop, ShopFileRequest file, Stream target, CancellationToken ct)
    {
        await budget.WaitAsync(shop.Connection.IntegrationId, shop.Connection.RequestsPerMinute, ct);
        var (at, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        var download = new Download(file, target);
        using var limit = new CancellationTokenSource(shop.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await ReceiveAsync(shop, download, either.Token);
        }
        catch (OperationCanceledException error) when (!ct.IsCancellationRequested)
        {
            return download.Broken(error.InnerException is TimeoutException ? TransportFailures.Unreachable(shop.Host) : TransportFailures.Timeout(shop.Host, shop.Timeout));
        }
        catch (AnswerTooLargeException)
        {
            return download.TooLarge(shop);
        }
        catch (HttpRequestException error)
        {
            return download.Broken(TransportFailures.From(error, shop.Host));
        }
        catch (HttpIOException)
        {
            return download.Broken(TransportFailures.Lost(shop.Host));
        }
        finally
        {
            var shown = file.IsPublic ? shop.Api.AbsolutePath[..^"api/".Length] + file.PublicPath : shop.Shown(file.Query);
            shop.Connection.Observer.Sent(new RequestRecord(
                at.UtcDateTime, HttpMethod.Get.Method, shown, (int)(download.Answer?.Status ?? 0), clock.GetElapsedTime(started), download.Body?.Count ?? 0)
            {
                Resource = "images",
            });
        }
    }

    /// <summary>Adds a file. Never repeated here: the shop would have it twice.</summary>
    public Task<ShopList<WireRecord>> UploadAsync(ShopAccess shop, ShopUpload file, CancellationToken ct) => ExchangeAsync(
        shop,
        new Exchange<WireRecord>(ShopQuery.Of(file.Resource), (record, _) => record, single: false)
        {
            Method = HttpMethod.Post,
            Means = HttpMethod.Post,
            Sends = "",
            Attaches = () => Form(file),
            CountedAs = "images",
        },
        shop.Timeout,
        ct);

    private static MultipartFormDataContent Form(ShopUpload file)
    {
        var content = new StreamContent(file.Open());
        content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue(file.ContentType);

        // PHP reads names in quotes only, and no filename*.
        content.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{file.Field}\"; filename=\"{file.FileName}\"");
        return new MultipartFormDataContent { content };
    }

    private async Task<ShopFile> ReceiveAsync(ShopAccess shop, Download download, CancellationToken ct)
    {
        var file = download.File;
        using var request = file.IsPublic ? shop.PublicRequest(file.PublicPath) : shop.Request(file.Query, HttpMethod.Get, null);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        var answer = download.Answer = ShopAnswer.From(response, shop, "images", clock.GetUtcNow());
        await using var body = download.Body = new CappedStream(await response.Content.ReadAsStreamAsync(ct), file.Most);
        if (!answer.IsSuccess)
        {
            var text = shop.Mask(await ReadTextAsync(body, MaxErrorText, ct));
            return download.Broken(AnswerFailures.From(answer, text, await PrestaShopXml.ErrorsInAsync(text, ct)));
        }

        if (response.Content.Headers.ContentLength > file.Most)
        {
            return download.TooLarge(shop);
        }

        if (file.IsPublic && response.Content.Headers.ContentType?.MediaType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) != true)
        {
            return download.Broken(AnswerFailures.From(answer, "a page", [])); // many servers show a page where there is nothing
        }

        download.Begun = true;
        await body.CopyToAsync(download.Target, ct);
        return body.Count > 0 ? new ShopFile(answer, null) : download.Broken(AnswerFailures.From(answer, "", []));
    }

    private sealed class Download(ShopFileRequest file, Stream target)
    {
        public ShopFileRequest File => file;

        public Stream Target => target;

        public ShopAnswer? Answer { get; set; }

        public CappedStream? Body { get; set; }

        public bool Begun { get; set; }

        public ShopFile Broken(ShopFailure failure) => new(Answer, failure, Begun);

        public ShopFile TooLarge(ShopAccess shop) => new(Answer, TransportFailures.TooLarge(shop.Host), Begun, IsTooLarge: true);
    }
}
