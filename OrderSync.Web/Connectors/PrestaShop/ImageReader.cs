using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// Reads which pictures products have, along the products, and fetches them: first where everybody may, which costs the shop next to nothing,
/// then from the webservice, which decodes each picture before it sends it.
/// </summary>
internal sealed class ImageReader(PrestaShopClient client, PageReader pages, KeyedReader keyed, TimeProvider clock)
{
    /// <summary>After so many misses in a row a shop is taken not to show its pictures at the usual place.</summary>
    private const int MissesToLearn = 3;

    /// <summary>When so many pictures in a row cannot be delivered, it is the shop that is broken.</summary>
    private const int TooManyFailed = 5;

    /// <summary>Thumbnails are at least so wide, in pixels, where the shop has such a size: lists show them at half of it.</summary>
    private const long LeastWidth = 96;

    public async IAsyncEnumerable<ImagePage> ReadAsync(ShopAccess shop, ShopMemory memory, long above, [EnumeratorCancellation] CancellationToken ct)
    {
        memory.FailedPictures = 0;
        memory.ThumbnailType = await ThumbnailTypeAsync(shop, ct);
        var products = new IdList<PicturedProduct>(
            memory.PicturedProducts, memory.NarrowProductPage, (record, _) => PicturedProduct.Parse(record), product => product.Id)
        {
            Note = memory.Note,
        };
        var combinations = new IdList<PicturedCombination>(
            memory.PicturedCombinations, memory.CombinationPage, (record, _) => PicturedCombination.Parse(record), combination => combination.Id);
        await foreach (var (page, last, estimate) in pages.AlongAsync(shop, products, above, ct))
        {
            var pictured = page.Records.Where(product => product.Images.Count > 0).Select(product => PageReader.Text(product.Id));
            var variants = await keyed.ReadManyAsync(shop, combinations, "id_product", pictured, combination => combination.Product, ct);
            var bad = page.Bad.Concat(variants.Bad).DistinctBy(record => record.Key);
            yield return new ImagePage(
                [.. page.Records.Where(product => !variants.Bad.ContainsKey(PageReader.Text(product.Id))).Select(product => product.With(variants.Rows[PageReader.Text(product.Id)]))],
                [.. bad.Select(record => new UnreadableProduct(record.Key, record.Value.Reason, record.Value.Excerpt))],
                PageReader.Text(last))
            {
                EstimatedTotal = estimate,
            };
        }
    }

    /// <exception cref="RemoteFailureException">It is not about this picture.</exception>
    public async Task<RemoteFailure?> DownloadAsync(ShopAccess shop, ShopMemory memory, ImageRequest image, Stream target, CancellationToken ct)
    {
        var type = image.Size == ImageSize.Thumbnail ? memory.ThumbnailType : "";
        if (image.Size == ImageSize.Thumbnail && type.Length == 0)
        {
            return Failure(ImageFailureCode.Missing, new Phrase("The shop has no small pictures."), "Set up image sizes in the shop's back office.");
        }

        var asksPublic = memory.MissedInPublic < MissesToLearn;
        if (asksPublic)
        {
            var shown = await client.DownloadAsync(shop, new ShopFileRequest(ShopQuery.Root, PublicPath(image.ImageId, type), image.MostBytes), target, ct);
            if (shown.Failure is null || shown.Begun || shown.IsTooLarge)
            {
                memory.MissedInPublic = 0;
                return Judge(shop, memory, image, shown);
            }
        }

        var path = $"images/products/{image.ProductId}/{image.ImageId}{(type.Length > 0 ? "/" + Uri.EscapeDataString(type) : "")}";
        var file = await AskAsync(shop, new ShopFileRequest(ShopQuery.Of(path), "", image.MostBytes), target, ct);
        memory.MissedInPublic += asksPublic && file.Failure is null ? 1 : 0;
        return Judge(shop, memory, image, file);
    }

    /// <summary>What failed before anything came is asked for again, as with lists.</summary>
    private async Task<ShopFile> AskAsync(ShopAccess shop, ShopFileRequest request, Stream target, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var file = await client.DownloadAsync(shop, request, target, ct);
            var isToRepeat = file.Failure is { Cure: Cure.Repeat or Cure.Wait } && !file.Begun;
            if (!isToRepeat || RetryRules.PauseAfter(file.Failure!, attempt, callerSplits: true) is not { } pause)
            {
                return file;
            }

            await Task.Delay(pause, clock, ct);
        }
    }

    private static RemoteFailure? Judge(ShopAccess shop, ShopMemory memory, ImageRequest image, ShopFile file)
    {
        if (file.Failure is not { } failure)
        {
            memory.FailedPictures = 0;
            return null;
        }

        var status = (int)(file.Answer?.Status ?? 0);
        if (file.IsTooLarge)
        {
            return Failure(ImageFailureCode.TooLarge,
                new Phrase("Picture {0} has more than {1} MB.", image.ImageId, (image.MostBytes / 1024 / 1024).ToString(CultureInfo.InvariantCulture)), "Upload a smaller one in the shop.");
        }

        if (file.Answer?.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.Gone)
        {
            return Failure(ImageFailureCode.Missing,
                new Phrase("The shop lists picture {0}, but does not have it (HTTP {1}).", image.ImageId, Text(status)), "Upload it again in the shop, or delete it there.");
        }

        // A single picture may be too much for the shop's program, or its file lost; many in a row are not.
        var isOfThisPicture = file.Begun || status is >= 500 and not 503;
        return isOfThisPicture && ++memory.FailedPictures < TooManyFailed
            ? Failure(ImageFailureCode.Broken,
                file.Begun ? new Phrase("Picture {0} broke off: {1}", image.ImageId, failure.Remote.Message.ToString())
                    : new Phrase("{0} cannot deliver picture {1} (HTTP {2}).", shop.Host, image.ImageId, Text(status)),
                "It is tried again by the next run. If it stays so, upload it again in the shop.")
            : throw failure.ToException();
    }

    /// <summary>The narrowest size that is wide enough; else the widest. Without the right to read sizes there are no thumbnails.</summary>
    private async Task<string> ThumbnailTypeAsync(ShopAccess shop, CancellationToken ct)
    {
        try
        {
            var query = ShopQuery.Of("image_types").Display("id", "name", "width", "products").AnyOf("products", ["1"]);
            var sizes = await client.ListAsync(shop, query, record => (Name: record["name"], Width: record.Number("width")), ct);
            var wide = sizes.Where(size => size.Width >= LeastWidth).OrderBy(size => size.Width).ToList();
            return (wide.Count > 0 ? wide[0] : sizes.MaxBy(size => size.Width)).Name ?? "";
        }
        catch (RemoteFailureException error) when (error.Failure.Code is FailureCode.PermissionMissing or FailureCode.UnknownResource)
        {
            return "";
        }
    }

    /// <summary>Each digit of the id is a folder. The name ends with jpg whatever the file is.</summary>
    private static string PublicPath(string id, string type) =>
        $"img/p/{string.Concat(id.Select(digit => $"{digit}/"))}{id}{(type.Length > 0 ? "-" + Uri.EscapeDataString(type) : "")}.jpg";

    private static RemoteFailure Failure(string code, Phrase message, string remedy) => new(RemoteFailureKind.Rejected, code, message, new Phrase(remedy));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Stable names of what may be wrong with a single picture.</summary>
internal static class ImageFailureCode
{
    public const string Missing = "image-missing";
    public const string Broken = "image-broken";
    public const string TooLarge = "image-too-large";
}

/// <summary>A product as far as its pictures are concerned.</summary>
/// <param name="Images">The cover first; else in the order of the shop.</param>
internal sealed record PicturedProduct(long Id, IReadOnlyList<string> Images)
{
    public static readonly string[] Fields = ["id", "id_default_image", "images[id]"];

    /// <summary>Ids become part of addresses, so nothing but numbers is taken for one.</summary>
    public static PicturedProduct Parse(WireRecord record) => new(record.Id, [.. ProductDraft.ReadImages(record).Where(id => id.All(char.IsAsciiDigit))]);

    public ExternalImages With(IEnumerable<PicturedCombination> combinations) => new(
        PageReader.Text(Id), Images,
        combinations.Where(combination => combination.Images.Count > 0)
            .ToDictionary(combination => PageReader.Text(combination.Id), IReadOnlyList<string> (combination) => [.. combination.Images.Where(Images.Contains)]));
}

internal sealed record PicturedCombination(long Id, string Product, IReadOnlyList<string> Images)
{
    public static readonly string[] Fields = ["id", "id_product", "images[id]"];

    public static PicturedCombination Parse(WireRecord record) => new(record.Id, record["id_product"], record.Ids("images"));
}
