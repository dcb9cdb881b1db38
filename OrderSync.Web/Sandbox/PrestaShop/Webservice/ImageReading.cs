using System.Globalization;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Seed;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>GET of pictures: which kinds there are, which products have some, which a product has, and the picture itself.</summary>
internal sealed class ImageReading(ShopDatabase database, WebserviceCall call, IReadOnlyList<int> shops)
{
    public const string ResourceName = "images";

    private const string Types = "image/gif, image/jpg, image/jpeg, image/pjpeg, image/png, image/webp, image/x-png";
    private const int OriginalSize = 600;
    private const int HeavyBytes = 11 * 1024 * 1024;

    private static readonly string[] Kinds = ["general", "products", "categories", "manufacturers", "suppliers", "stores", "customizations"];

    private readonly string[] path = call.Path.TrimEnd('/').Split('/');

    public Answer Answer()
    {
        if (path.Length == 1)
        {
            return KindsOfImages();
        }

        if (path[1] != "products")
        {
            return ErrorAnswer.Of(WebserviceError.NotFound); // only products have pictures in this shop
        }

        using var connection = database.OpenForReading();
        return path.Length == 2 ? Products(connection)
            : path.Length == 3 ? OfProduct(connection, LooseValue.ToInt(path[2]))
            : Picture(connection, LooseValue.ToInt(path[2]), LooseValue.ToInt(path[3]), path.ElementAtOrDefault(4));
    }

    private Answer KindsOfImages() => Document(
        "<image_types>\n",
        Kinds.Select(kind => $"<{kind} xlink:href=\"{call.Api}images/{kind}\" get=\"true\" put=\"false\" post=\"false\" patch=\"false\" delete=\"false\" head=\"true\" upload_allowed_mimetypes=\"{Types}\"/>\n"),
        "</image_types>\n");

    private Answer Products(SqliteConnection connection)
    {
        var types = Rows(connection, "SELECT id, name FROM image_types WHERE products = 1 ORDER BY name");
        var products = Rows(connection, $"SELECT DISTINCT i.id_product, '' FROM product_images i WHERE {InShop} ORDER BY 1");
        return Document(
            "<image_types>\n",
            [
                .. types.Select(type => $"<image_type id=\"{type.Id}\" name=\"{type.Name}\" xlink:href=\"{call.Api}image_types/{type.Id}\"/>\n"),
                "</image_types>\n<images>\n",
                .. products.Select(product => $"<image id=\"{product.Id}\" xlink:href=\"{call.Api}images/products/{product.Id}\"/>\n"),
            ],
            "</images>\n");
    }

    private Answer OfProduct(SqliteConnection connection, long product)
    {
        var images = ImagesOf(connection, product);
        return images.Count == 0 ? ErrorAnswer.Of(WebserviceError.NotFound) : Document(
            string.Create(CultureInfo.InvariantCulture, $"<image id=\"{product}\">\n"),
            images.Select(image => $"<declination id=\"{image.Id}\" xlink:href=\"{call.Api}images/products/{product}/{image.Id}\"/>\n"),
            "</image>\n");
    }

    private Answer Picture(SqliteConnection connection, long product, long image, string? type)
    {
        if (ImagesOf(connection, product).TrueForAll(known => known.Id != image))
        {
            return Refused(new WebserviceError(400, 57, "This image id does not exist"));
        }

        var sizes = Rows(connection, "SELECT width, name FROM image_types WHERE products = 1 ORDER BY name");
        if (type is not null && !sizes.Exists(size => size.Name == type))
        {
            return Refused(WebserviceError.UnknownLike(58, "This image size does not exist", type, [.. sizes.Select(size => size.Name)]));
        }

        return Uploaded(connection, image) ?? Odd(Oddities.PictureOf((int)image)) ?? Whole(GeneratedPicture.Png((int)image, type is null ? OriginalSize : (int)sizes.Find(size => size.Name == type).Id));
    }

    private static Answer? Uploaded(SqliteConnection connection, long image) =>
        ShopDatabase.Scalar(connection, "SELECT content FROM uploaded_pictures WHERE id = $id", ("$id", image)) is byte[] content ? Whole(content) : null;

    private static Answer? Odd(PictureOddity oddity) => oddity switch
    {
        PictureOddity.Missing => Refused(new WebserviceError(400, 57, "This image id does not exist")),
        PictureOddity.Lost => Refused(new WebserviceError(500, 59, "This image does not exist on disk")),
        PictureOddity.TooMuch => ErrorAnswer.Of(WebserviceError.Crash),
        PictureOddity.Page => Whole("<!DOCTYPE html><html><body>This hotlink is not allowed.</body></html>"u8.ToArray()),
        PictureOddity.Heavy => Whole([.. GeneratedPicture.Png(1, OriginalSize), .. new byte[HeavyBytes]]),
        _ => null,
    };

    private static Answer Whole(byte[] content)
    {
        var answer = new Answer { ContentType = "image/png" };
        answer.Body.Write(content);
        return answer;
    }

    private static Answer Refused(WebserviceError error)
    {
        var answer = ErrorAnswer.Of(error);
        answer.HasChecksumOfNothing = true;
        return answer;
    }

    private string InShop =>
        $"EXISTS (SELECT 1 FROM product_shops s WHERE s.id_product = i.id_product AND s.id_shop IN ({string.Join(", ", shops)}))";

    private List<(long Id, string Name)> ImagesOf(SqliteConnection connection, long product) => Rows(
        connection,
        string.Create(CultureInfo.InvariantCulture, $"SELECT i.id, '' FROM product_images i WHERE i.id_product = {product} AND {InShop} ORDER BY i.position"));

    private static List<(long Id, string Name)> Rows(SqliteConnection connection, string sql)
    {
        using var command = ShopDatabase.Command(connection, sql);
        using var reader = command.ExecuteReader();
        var rows = new List<(long Id, string Name)>();
        while (reader.Read())
        {
            rows.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        return rows;
    }

    private static Answer Document(string head, IEnumerable<string> lines, string tail)
    {
        var answer = new Answer();
        answer.Body.Write(ErrorAnswer.Head);
        answer.Body.Write(head);
        foreach (var line in lines)
        {
            answer.Body.Write(line);
        }

        answer.Body.Write(tail);
        answer.Body.Write(ErrorAnswer.Tail);
        return answer;
    }
}
