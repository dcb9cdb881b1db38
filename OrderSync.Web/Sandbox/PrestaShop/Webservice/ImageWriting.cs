using System.Globalization;
using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>POST of a picture to a product. Whoever sends it twice has it twice.</summary>
internal sealed class ImageWriting(ShopDatabase database, WebserviceCall call, IReadOnlyList<int> shops)
{
    private const int MostBytes = 8 * 1024 * 1024;

    public Answer Answer()
    {
        var path = call.Path.TrimEnd('/').Split('/');
        if (path.Length != 3 || path[1] != "products")
        {
            return ErrorAnswer.Of(WebserviceError.NotFound);
        }

        if (!call.Files.TryGetValue("image", out var content))
        {
            return ErrorAnswer.Of(new WebserviceError(400, 76, "Please set an \"image\" parameter with image data for value"));
        }

        if (!IsPicture(content))
        {
            return ErrorAnswer.Of(new WebserviceError(400, 76, "Image upload error : Image format not recognized, allowed formats are: gif, jpg, jpeg, jpe, png, webp"));
        }

        if (content.Length > MostBytes)
        {
            return ErrorAnswer.Of(new WebserviceError(400, 72, "The image size is too large (maximum allowed is 8192 KB)"));
        }

        var product = LooseValue.ToLong(path[2]);
        return database.Write(connection => Save(connection, product, content)) is { } saved
            ? Shown(product, saved.Id, saved.Position, content)
            : ErrorAnswer.Of(WebserviceError.NotFound);
    }

    private (long Id, long Position)? Save(SqliteConnection connection, long product, byte[] content)
    {
        var inShop = $"SELECT 1 FROM product_shops WHERE id_product = $product AND id_shop IN ({string.Join(", ", shops)})";
        if (ShopDatabase.Scalar(connection, inShop, ("$product", product)) is null)
        {
            return null;
        }

        var id = 1 + (long)ShopDatabase.Scalar(connection, "SELECT COALESCE(MAX(id), 0) FROM product_images")!;
        var position = 1 + (long)ShopDatabase.Scalar(connection, "SELECT COALESCE(MAX(position), 0) FROM product_images WHERE id_product = $product", ("$product", product))!;
        ShopDatabase.Run(
            connection, "INSERT INTO product_images (id, id_product, position) VALUES ($id, $product, $position)", ("$id", id), ("$product", product), ("$position", position));
        ShopDatabase.Run(connection, "INSERT INTO uploaded_pictures (id, content) VALUES ($id, $content)", ("$id", id), ("$content", content));
        return (id, position);
    }

    private static Answer Shown(long product, long id, long position, byte[] content)
    {
        var answer = new Answer();
        answer.Body.Write(ErrorAnswer.Head);
        answer.Body.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"<image>\n<id><![CDATA[{id}]]></id>\n<id_product><![CDATA[{product}]]></id_product>\n<position><![CDATA[{position}]]></position>\n<cover><![CDATA[{(position == 1 ? "1" : "")}]]></cover>\n</image>\n"));
        answer.Body.Write($"<content encode=\"base64\"><![CDATA[{Convert.ToBase64String(content)}]]></content>\n");
        answer.Body.Write(ErrorAnswer.Tail);
        return answer;
    }

    private static bool IsPicture(ReadOnlySpan<byte> content) => content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47])
        || content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || content.StartsWith("GIF8"u8) || (content.Length > 12 && content[..4].SequenceEqual("RIFF"u8) && content[8..12].SequenceEqual("WEBP"u8));
}
