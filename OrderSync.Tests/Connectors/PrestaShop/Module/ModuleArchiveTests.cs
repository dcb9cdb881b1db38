using System.IO.Compression;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.PrestaShop.Module;

namespace OrderSync.Tests.Connectors.PrestaShop.Module;

public sealed class ModuleArchiveTests : IDisposable
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private static readonly Uri Address = new("https://hub.example/in/order-status/3f2c");
    private static readonly string Sources = Path.Combine(Repository.Root, "OrderSync.Web", "Connectors", "PrestaShop", "Module", "ordersync");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ordersync-module-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_archive_holds_the_module_its_values_and_nothing_else()
    {
        var expected = Directory.EnumerateFiles(Sources, "*", SearchOption.AllDirectories)
            .Select(file => "ordersync/" + Path.GetRelativePath(Sources, file).Replace('\\', '/'))
            .Append("ordersync/config/defaults.php")
            .Order(StringComparer.Ordinal);

        using var archive = new ZipArchive(await WriteAsync(Address, Secret));

        Assert.Equal(expected, archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        foreach (var entry in archive.Entries.Where(entry => entry.Name != "defaults.php"))
        {
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Sources, entry.FullName["ordersync/".Length..])), await BytesAsync(entry));
        }
    }

    [Fact]
    public async Task The_values_stand_in_a_file_that_shows_nothing_over_the_web()
    {
        Assert.Equal(
            """
            <?php
            if (!defined('_PS_VERSION_')) {
                exit;
            }

            return [
                'address' => 'https://hub.example/in/order-status/3f2c',
                'secret' => 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
            ];

            """.ReplaceLineEndings("\n"),
            await DefaultsAsync(Address));
    }

    [Theory]
    [InlineData("https://hub.example/a'.system($_GET[1]).'", @"'https://hub.example/a\'.system($_GET[1]).\''")]
    [InlineData("https://hub.example/?a='&b=\\'", @"'https://hub.example/?a=\'&b=%5C\''")]
    [InlineData("https://hub.example/a b\"?>", "'https://hub.example/a%20b%22?%3E'")]
    [InlineData("https://żółw.example/ż", "'https://xn--w-uga1v8h.example/%C5%BC'")]
    [InlineData("http://[::1]:8080/in", "'http://[::1]:8080/in'")]
    public async Task Whatever_stands_in_the_address_stays_a_text_for_PHP(string address, string expected) =>
        Assert.Contains($"    'address' => {expected},\n", await DefaultsAsync(new Uri(address)), StringComparison.Ordinal);

    [Theory]
    [InlineData("ftp://hub.example/")]
    [InlineData("https://user:word@hub.example/")]
    [InlineData("https://hub.example/#part")]
    [InlineData("/in/order-status/3f2c")]
    public async Task An_address_the_module_would_not_take_is_refused(string address) =>
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(new Uri(address, UriKind.RelativeOrAbsolute), Secret));

    [Theory]
    [InlineData("")]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='")]
    [InlineData("whsec_MDEyMzQ1Njc4OWFiY2RlZjAx MjM0NTY3ODlhYmNkZWY=")]
    public async Task A_secret_the_module_would_not_take_is_refused_and_not_repeated(string secret)
    {
        var failure = await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(Address, secret));
        Assert.True(secret.Length == 0 || !failure.Message.Contains(secret, StringComparison.Ordinal), failure.Message);
    }

    [Fact]
    public async Task The_same_values_give_the_same_bytes() =>
        Assert.Equal((await WriteAsync(Address, Secret)).ToArray(), (await WriteAsync(Address, Secret)).ToArray());

    [PhpFact]
    public async Task A_shop_that_installs_the_archive_takes_the_values_over_and_the_file_goes()
    {
        var address = new Uri("https://hub.example/in/it's?a=\\'");
        await ZipFile.ExtractToDirectoryAsync(await WriteAsync(address, Secret), _folder.FullName);
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "install.php"),
            """
            <?php
            require $argv[1];
            new_shop(__DIR__ . '/shop.db');
            (new Ordersync())->install();
            $settings = OrderSyncModule\ShopSettings::load(1);
            echo $settings->address, "\n", $settings->secret, "\n", is_file(MODULE_FOLDER . '/config/defaults.php') ? 'left' : 'gone';
            """);

        var (_, output) = Php.Run(
            _folder.FullName,
            new Dictionary<string, string> { ["MODULE_FOLDER"] = Path.Combine(_folder.FullName, "ordersync") },
            "install.php",
            Path.Combine(Repository.Root, "OrderSync.Tests", "Connectors", "PrestaShop", "Module", "Support", "Shop.php"));

        Assert.Equal($"{address.AbsoluteUri}\n{Secret}\ngone", output);
    }

    private static async Task<MemoryStream> WriteAsync(Uri address, string secret)
    {
        var stream = new MemoryStream();
        await ModuleArchive.WriteAsync(stream, address, secret, CancellationToken.None);
        stream.Position = 0;
        return stream;
    }

    private static async Task<string> DefaultsAsync(Uri address)
    {
        using var archive = new ZipArchive(await WriteAsync(address, Secret));
        return System.Text.Encoding.ASCII.GetString(await BytesAsync(archive.GetEntry("ordersync/config/defaults.php")!));
    }

    private static async Task<byte[]> BytesAsync(ZipArchiveEntry entry)
    {
        await using var stream = await entry.OpenAsync();
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory);
        return memory.ToArray();
    }
}
