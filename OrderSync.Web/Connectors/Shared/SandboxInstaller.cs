using System.Net.Http.Headers;
using System.Text;

namespace OrderSync.Web.Connectors.Shared;

/// <summary>How a simulated system reaches the program.</summary>
/// <param name="Program">Where the program listens.</param>
/// <param name="Key">The last part of the addresses that belong to the integration.</param>
/// <param name="Secret">What calls of shops are signed with.</param>
public sealed record SandboxDoor(Uri Program, string Key, string Secret)
{
    /// <summary>Never with the secret.</summary>
    public override string ToString() => $"Sandbox door {Key}";
}

/// <summary>Tells a simulated system how to call the program: what people set up by hand in a real one.</summary>
public sealed class SandboxInstaller(IHttpClientFactory clients)
{
    public const string HttpName = "sandbox-installer";

    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(5);

    /// <param name="url">Of the system in the sandbox.</param>
    /// <param name="key">By which the system knows who may do that.</param>
    /// <exception cref="HttpRequestException">The sandbox does not answer, or does not take it.</exception>
    public async Task InstallAsync(string url, string key, object settings, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeOut);
        using var http = clients.CreateClient(HttpName);
        using var request = new HttpRequestMessage(HttpMethod.Put, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(key + ":")));
        request.Content = JsonContent.Create(settings);
        using var answer = await http.SendAsync(request, limit.Token);
        answer.EnsureSuccessStatusCode();
    }
}
