using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Kamsoft;
using OrderSync.Web.Data.Inbox;
using OrderSync.Web.Features.Integrations;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>The whole program with one pharmacy, called over HTTP as the pharmacy's program does. All calls seem to come from one address.</summary>
internal sealed class KamsoftRig : IAsyncDisposable
{
    public const string Key = "k123456789012345678901234567890123456789";
    public const string Password = "correct horse battery";

    public static readonly Actor Boss = new(ActorKind.Person, "1", "Ada", Role.Administrator);

    private KamsoftRig(TestApp app, long integrationId, string door) => (App, IntegrationId, Door) = (app, integrationId, door);

    public TestApp App { get; }

    public long IntegrationId { get; }

    /// <summary>The last part of its addresses.</summary>
    public string Door { get; }

    public static KamsoftSettings Settings { get; } = new() { Login = "apteka", Password = Password, Key = Key, AllowHttp = true, Edition = KamsoftEdition.Advanced };

    public static async Task<KamsoftRig> StartAsync(KamsoftSettings? settings = null, Action<IServiceCollection>? services = null)
    {
        var app = await TestApp.StartAsync(services);
        var made = await app.Get<IntegrationActions>().CreateAsync(Boss, new NewIntegration(KamsoftSetup.Key, "Apteka", settings ?? Settings), default);
        Assert.Equal([], made.Value!.Problems);
        var key = await app.Get<InboundKeys>().OpenAsync(made.Value.Id, default);
        return new KamsoftRig(app, made.Value.Id, key.Key);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

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
        using var http = App.CreateClient();
        using var request = new HttpRequestMessage(document is null ? HttpMethod.Get : HttpMethod.Post, $"/in/ppx/{Door}?action={action}");
        request.Headers.Add("X-Ppx-Key", Key);
        request.Content = document is null ? null : new ByteArrayContent(document) { Headers = { ContentType = new MediaTypeHeaderValue("text/xml") } };
        change?.Invoke(request);
        return await http.SendAsync(request);
    }

    /// <summary>Calls the SOAP face.</summary>
    /// <param name="third">Name and text of the argument behind user and password.</param>
    public async Task<(int Status, XElement Answer)> SoapAsync(string operation, (string Name, string Value)? third = null, string password = Password)
    {
        using var http = App.CreateClient();
        XNamespace soap = "http://schemas.xmlsoap.org/soap/envelope/";
        var call = new XElement(operation, new XElement("AUserName", "apteka"), new XElement("APassword", password), third is { } named ? new XElement(named.Name, named.Value) : null);
        using var content = new StringContent(new XElement(soap + "Envelope", new XElement(soap + "Body", call)).ToString(), Encoding.UTF8, "text/xml");
        using var answer = await http.PostAsync($"/in/kamsoft/{Door}", content);
        return ((int)answer.StatusCode, XElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    public async Task<List<PharmacyCall>> CallsAsync()
    {
        await using var db = await App.Databases.CreateDbContextAsync();
        return await db.PharmacyCalls.OrderBy(call => call.Id).ToListAsync();
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
}
