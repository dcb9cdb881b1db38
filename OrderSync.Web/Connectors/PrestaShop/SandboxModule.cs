using System.Net.Http.Headers;
using System.Text;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Installs the module in the sandbox's shop: what a merchant does by hand in the back office of a real one.</summary>
internal sealed class SandboxModule(IHttpClientFactory clients)
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(5);

    /// <exception cref="HttpRequestException">The sandbox does not answer, or does not take it.</exception>
    public async Task InstallAsync(Uri address, string secret, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeOut);
        using var http = clients.CreateClient(PrestaShopClient.HttpName);
        using var request = new HttpRequestMessage(HttpMethod.Put, SandboxAddress.PrestaShopUrl + "/module");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(SandboxAddress.PrestaShopKey + ":")));
        request.Content = JsonContent.Create(new { enabled = true, address = address.AbsoluteUri, secret });
        using var answer = await http.SendAsync(request, limit.Token);
        answer.EnsureSuccessStatusCode();
    }
}
