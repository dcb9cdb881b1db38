using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Kamsoft;
using OrderSync.Web.Data;
using OrderSync.Web.Outbox;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>One pharmacy, called over HTTP as its program does.</summary>
internal sealed partial class KamsoftRig(KamsoftApp program, int serial)
{
    public const string Key = "k123456789012345678901234567890123456789";
    public const string Password = "correct horse battery";

    /// <summary>Says from where a call seems to come.</summary>
    public const string FromHeader = "X-Test-From";

    public static readonly Actor Boss = new(ActorKind.Person, "1", "Ada", Role.Administrator);

    /// <summary>Everything is on; products carry their BLOZ number as manufacturer's number.</summary>
    public static KamsoftSettings Settings { get; } =
        new() { Login = "apteka", Password = Password, Key = Key, AllowHttp = true, Edition = KamsoftEdition.Advanced, BlozField = BlozField.Mpn, DefaultTaxRate = 8 };

    public TestApp App => program.App;
    public AheadClock Clock => program.Clock;
    public required long IntegrationId { get; init; }
    public required long ShopId { get; init; }
    public required string Name { get; init; }

    /// <summary>The last part of its addresses.</summary>
    public required string Door { get; init; }

    /// <summary>The address its calls come from.</summary>
    public string From { get; } = string.Create(CultureInfo.InvariantCulture, $"10.{serial / 256}.{serial % 256}.7");

    /// <summary>A BLOZ number that is only this test's; it begins with a zero.</summary>
    public string Bloz(int number) => string.Create(CultureInfo.InvariantCulture, $"0{serial:000}{number:000}");

    /// <summary>An EAN that is only this test's.</summary>
    public string Ean(int number) => Enumerable.Range(0, 10).Select(digit => string.Create(CultureInfo.InvariantCulture, $"200000{serial:000}{number:000}{digit}")).Single(Gtin.IsValid);

    /// <summary>The pharmacy's own number of an item; only this test's.</summary>
    public string Ref(int number) => string.Create(CultureInfo.InvariantCulture, $"{serial}-{number}");

    /// <summary>Calls the PPX face; with the right key unless the request says otherwise.</summary>
    public Task<(int Status, XElement Answer)> PpxAsync(string action, string? document = null, Action<HttpRequestMessage>? change = null) =>
        PpxAsync(action, document is null ? null : Encoding.UTF8.GetBytes(document), change);

    public async Task<(int Status, XElement Answer)> PpxAsync(string action, byte[]? document, Action<HttpRequestMessage>? change = null)
    {
        using var answer = await PpxAnswerAsync(action, document, change);
        return ((int)answer.StatusCode, XElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    public async Task<HttpResponseMessage> PpxAnswerAsync(string action, byte[]? document, Action<HttpRequestMessage>? change = null)
    {
        using var http = Client();
        using var request = new HttpRequestMessage(document is null ? HttpMethod.Get : HttpMethod.Post, $"/in/ppx/{Door}?action={action}");
        request.Headers.Add("X-Ppx-Key", Key);
        request.Content = document is null ? null : new ByteArrayContent(document) { Headers = { ContentType = new MediaTypeHeaderValue("text/xml") } };
        change?.Invoke(request);
        return await http.SendAsync(request);
    }

    /// <summary>Calls the SOAP face.</summary>
    /// <param name="third">Name and text of the argument behind user and password.</param>
    public Task<(int Status, XElement Answer)> SoapAsync(string operation, (string Name, string Value)? third = null, string password = Password, string scheme = "http", string? door = null)
    {
        XNamespace soap = "http://schemas.xmlsoap.org/soap/envelope/";
        var call = new XElement(operation, new XElement("AUserName", "apteka"), new XElement("APassword", password), third is { } named ? new XElement(named.Name, named.Value) : null);
        return EnvelopeAsync(Encoding.UTF8.GetBytes(new XElement(soap + "Envelope", new XElement(soap + "Body", call)).ToString(SaveOptions.DisableFormatting)), null, scheme, door);
    }

    /// <summary>Sends the SOAP face whatever is given.</summary>
    public async Task<(int Status, XElement Answer)> EnvelopeAsync(byte[] body, string? packed = null, string scheme = "http", string? door = null)
    {
        using var http = Client();
        using var content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse("text/xml; charset=utf-8") } };
        content.Headers.ContentEncoding.Clear();
        if (packed is not null)
        {
            content.Headers.ContentEncoding.Add(packed);
        }

        using var answer = await http.PostAsync(new Uri($"{scheme}://{http.BaseAddress!.Host}/in/kamsoft/{door ?? Door}"), content);
        return ((int)answer.StatusCode, XElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>The book's calls from this pharmacy's address, those to other doors too.</summary>
    public Task<List<PharmacyCall>> CallsAsync() => ReadAsync(db => db.PharmacyCalls.Where(call => call.Caller == From).OrderBy(call => call.Id).ToListAsync());

    public async Task<T> ReadAsync<T>(Func<OrderSyncDb, Task<T>> read)
    {
        await using var db = await App.Databases.CreateDbContextAsync();
        return await read(db);
    }

    /// <summary>Waits until something that is announced when orders are handed over is as it should be.</summary>
    public async Task UntilAsync(Func<OrderSyncDb, Task<int>> read, int wanted)
    {
        using var changed = new SemaphoreSlim(0);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var signal = App.Get<OutboxSignal>();
        void Release() => changed.Release();
        signal.Changed += Release;
        try
        {
            while (await ReadAsync(read) != wanted)
            {
                await changed.WaitAsync(limit.Token);
            }
        }
        finally
        {
            signal.Changed -= Release;
        }
    }

    public static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>A picture, as far as its head tells; another for each width.</summary>
    public static byte[] Gif(byte width)
    {
        var bytes = new byte[40];
        "GIF89a"u8.CopyTo(bytes);
        (bytes[6], bytes[8]) = (width, 1);
        return bytes;
    }

    private HttpClient Client()
    {
        var http = App.CreateClient();
        http.DefaultRequestHeaders.Add(FromHeader, From);
        return http;
    }
}
