using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using OrderSync.Web.Connectors.Kamsoft;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>Who is let in, and who is not (contracts/kamsoft.md §11 to §13).</summary>
public sealed class PpxAccessTests(KamsoftApp app) : IClassFixture<KamsoftApp>
{
    private const string Secret = "s123456789012345678901234567890123456789";

    [Fact]
    public async Task A_key_lets_in_and_a_ping_tells_what_is_on()
    {
        var rig = await app.OpenAsync(settings => settings with { Edition = KamsoftEdition.Basic });

        var (status, pong) = await rig.PpxAsync("ping");

        Assert.Equal((200, "pong", rig.Name), (status, pong.Name.LocalName, pong.Attribute("shop")!.Value));
        Assert.Equal(["no", "yes", "yes", "no", "no", "no", "explicit"], pong.Element("switches")!.Attributes().Select(attribute => attribute.Value));
    }

    [Fact]
    public async Task T15_a_wrong_key_and_none_and_an_address_nobody_has_sound_the_same_and_the_eleventh_try_waits()
    {
        var rig = await app.OpenAsync();
        Action<HttpRequestMessage>[] wrong =
        [
            request => Key(request, "k999999999012345678901234567890123456789"), request => request.Headers.Remove("X-Ppx-Key"),
            request => request.RequestUri = new Uri("/in/ppx/nobody?action=ping", UriKind.Relative),
        ];

        var answers = new HashSet<string>();
        for (var i = 0; i < 10; i++)
        {
            var (status, error) = await rig.PpxAsync("orders", (string?)null, wrong[i % wrong.Length]);
            answers.Add($"{status} {error}");
        }

        Assert.StartsWith("401 <error version=\"1.0\" code=\"unauthorized\"", Assert.Single(answers), StringComparison.Ordinal);
        var (late, last) = await rig.PpxAsync("ping");
        Assert.Equal((429, "too-many-failures", "600"), (late, last.Attribute("code")!.Value, last.Attribute("after")!.Value));
        Assert.Equal(10, (await rig.CallsAsync()).Count);
    }

    [Fact]
    public async Task User_and_password_and_a_key_in_the_address_count_only_where_they_are_switched_on()
    {
        var closed = await app.OpenAsync();
        var open = await app.OpenAsync(settings => settings with { AllowBasic = true, AllowKeyInAddress = true });

        Assert.Equal((401, 401), ((await closed.PpxAsync("ping", (string?)null, Basic)).Status, (await closed.PpxAsync($"ping&key={KamsoftRig.Key}", (string?)null, Without)).Status));
        Assert.Equal((200, 200), ((await open.PpxAsync("ping", (string?)null, Basic)).Status, (await open.PpxAsync($"ping&key={KamsoftRig.Key}", (string?)null, Without)).Status));
        using var refused = await open.PpxAnswerAsync("ping", null, Without);
        Assert.Equal("Basic realm=\"exchange\"", refused.Headers.WwwAuthenticate.ToString());

        static void Basic(HttpRequestMessage request)
        {
            Without(request);
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"apteka:{KamsoftRig.Password}")));
        }
    }

    [Fact]
    public async Task A_signed_call_is_taken_once_and_within_five_minutes()
    {
        var rig = await app.OpenAsync(settings => settings with { SigningSecret = Secret });
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal(200, (await rig.PpxAsync("ping", (string?)null, request => Sign(request, now, "nonce-0000000001", Secret))).Status);
        Assert.Equal(401, (await rig.PpxAsync("ping", (string?)null, request => Sign(request, now, "nonce-0000000001", Secret))).Status);
        Assert.Equal(401, (await rig.PpxAsync("ping", (string?)null, request => Sign(request, now - 301, "nonce-0000000002", Secret))).Status);
        Assert.Equal(401, (await rig.PpxAsync("ping", (string?)null, request => Sign(request, now, "nonce-0000000003", "another"))).Status);

        static void Sign(HttpRequestMessage request, long time, string nonce, string secret)
        {
            Without(request);
            var text = $"GET\nping\n{time.ToString(CultureInfo.InvariantCulture)}\n{nonce}\n{Convert.ToHexStringLower(SHA256.HashData([]))}";
            request.Headers.Add("X-Ppx-Time", time.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("X-Ppx-Nonce", nonce);
            request.Headers.Add("X-Ppx-Sign", Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text))));
        }
    }

    [Fact]
    public async Task Without_TLS_nobody_is_taken_unless_that_is_allowed()
    {
        var rig = await app.OpenAsync(settings => settings with { AllowHttp = false });

        var (status, error) = await rig.PpxAsync("ping");

        Assert.Equal((403, "https-required"), (status, error.Attribute("code")!.Value));
        Assert.Equal(200, (await rig.PpxAsync("ping", (string?)null, request => request.RequestUri = new Uri($"https://localhost/in/ppx/{rig.Door}?action=ping"))).Status);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task Whoever_has_no_key_is_not_told_whether_the_address_exists_nor_what_it_wants(string scheme)
    {
        var answers = new HashSet<string>();
        foreach (var change in new Func<KamsoftSettings, KamsoftSettings>[]
        {
            settings => settings, settings => settings with { AllowHttp = false }, settings => settings with { AllowedAddresses = ["203.0.113.7"] }, settings => settings with { SigningSecret = Secret },
        })
        {
            var rig = await app.OpenAsync(change);
            foreach (var door in new[] { rig.Door, "nobody" })
            {
                var (status, error) = await rig.PpxAsync("ping", (string?)null, request =>
                {
                    Key(request, "k999999999012345678901234567890123456789");
                    request.RequestUri = new Uri($"{scheme}://localhost/in/ppx/{door}?action=ping");
                });
                answers.Add($"{status} {error}");
            }
        }

        Assert.StartsWith("401 ", Assert.Single(answers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_from_elsewhere_are_not_taken_with_the_right_key_either()
    {
        var rig = await app.OpenAsync(settings => settings with { AllowedAddresses = ["203.0.113.7"] });
        Assert.Equal("ip-denied", (await rig.PpxAsync("ping")).Answer.Attribute("code")!.Value);

        var near = await app.OpenAsync(settings => settings with { AllowedAddresses = ["10.0.0.0/8"] });
        Assert.Equal(200, (await near.PpxAsync("ping")).Status);
    }

    [Fact]
    public async Task A_switched_off_integration_asks_to_come_back()
    {
        var rig = await app.OpenAsync();
        await rig.App.Get<OrderSync.Web.Features.Integrations.IntegrationSwitch>().SetEnabledAsync(KamsoftRig.Boss, rig.IntegrationId, false, default);

        using var answer = await rig.PpxAnswerAsync("ping", null);

        Assert.Equal((503, TimeSpan.FromSeconds(300)), ((int)answer.StatusCode, answer.Headers.RetryAfter!.Delta));
    }

    private static void Without(HttpRequestMessage request) => request.Headers.Remove("X-Ppx-Key");

    private static void Key(HttpRequestMessage request, string key)
    {
        Without(request);
        request.Headers.Add("X-Ppx-Key", key);
    }
}
