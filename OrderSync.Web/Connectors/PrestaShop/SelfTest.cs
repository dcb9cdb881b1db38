using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>
/// Tries a connection step by step as a person waits for it, and says what to do at the setting that is at fault: address and service,
/// key, permissions, shop of a multistore, its order states, time zone. Each step needs the one before.
/// </summary>
internal sealed class SelfTest(PrestaShopClient client)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<ConnectionReport> RunAsync(Connection connection, CancellationToken ct)
    {
        var findings = new Findings();
        findings.Problems.AddRange(((PrestaShopSettings)connection.Settings).Validate());
        if (findings.Problems.Count == 0)
        {
            await AskAsync(connection, findings, ct);
        }

        return findings.Report();
    }

    private async Task AskAsync(Connection connection, Findings findings, CancellationToken ct)
    {
        var shop = Access(connection, shopId: "", keyInAddress: false);
        var root = await RootAsync(shop, ct);
        if (root.Failure?.Remote.Code == FailureCode.HeaderStripped)
        {
            shop = Access(connection, shopId: "", keyInAddress: true);
            root = await RootAsync(shop, ct);
            findings.NoteKeyInAddress(root.Failure is null);
        }

        if (root.Failure is { } failure)
        {
            findings.Problems.Add(failure.Remote.Code == FailureCode.Redirected
                ? await new RedirectFinder(client).ProblemAsync(shop, root.Answer!.Location, ct)
                : Findings.Problem(failure.Remote));
            return;
        }

        var permissions = new Permissions(root.Records);
        findings.NoteShop(permissions, root.Answer!.Version, shop);
        findings.Problems.AddRange(permissions.Missing());
        findings.Hints.AddRange(permissions.MissingForCatalogue());
        findings.Hints.AddRange(permissions.MissingForStock());
        findings.Hints.AddRange(permissions.MissingForShipping(StateChoice.IsMade(connection)));
        if (permissions.MayRead("shops") && await new ShopChoice(client).ChooseAsync(shop, findings, ct) is { } shopId)
        {
            var chosen = Access(connection, shopId, shop.KeyInAddress);
            await OrdersAsync(chosen, permissions, findings, ct);
            await new StateChoice(client).CheckAsync(chosen, permissions, findings, ct);
            await new ZoneFinder(client).FindAsync(chosen, permissions, findings, ct);
        }
    }

    private Task<ShopList<WireRecord>> RootAsync(ShopAccess shop, CancellationToken ct) =>
        client.OnceAsync(shop, ShopQuery.Root, (record, _) => record, single: false, ct);

    /// <summary>A list as the import asks for it: shows whether the shop may be read, and whether a firewall dislikes the signs in a filter.</summary>
    private async Task OrdersAsync(ShopAccess shop, Permissions permissions, Findings findings, CancellationToken ct)
    {
        if (!permissions.MayRead("orders"))
        {
            return;
        }

        var query = ShopQuery.Of("orders").Display("id").Above("id", 0).Sort("id", "DESC").Limit(1);
        var newest = await client.OnceAsync(shop, query, (record, _) => record["id"], single: false, ct);
        if (newest.Failure is { } failure)
        {
            findings.Problems.Add(Findings.Problem(failure.Remote));
        }
        else if (newest.Records.Count > 0)
        {
            findings.Facts[ShopFacts.NewestOrder] = newest.Records[0];
        }
    }

    private static ShopAccess Access(Connection connection, string shopId, bool keyInAddress) =>
        new(connection) { ShopId = shopId, KeyInAddress = keyInAddress, Patient = false, Timeout = Patience };
}

/// <summary>What the test has found so far.</summary>
internal sealed class Findings
{
    public List<ConnectionProblem> Problems { get; } = [];

    public List<ConnectionProblem> Hints { get; } = [];

    public Dictionary<string, string> Facts { get; } = [];

    public static ConnectionProblem Problem(RemoteFailure failure) => new(FieldOf(failure.Code), failure.Code, failure.Message, failure.Remedy);

    public ConnectionReport Report() => new(Problems, Facts) { Hints = Hints };

    public void NoteKeyInAddress(bool works)
    {
        if (works)
        {
            Facts[ShopFacts.HeaderStripped] = "true";
            Hints.Add(new ConnectionProblem("apiKey", FailureCode.HeaderStripped,
                new Phrase("The shop's server drops the header with the key, so the key travels in the address of each request."),
                new Phrase("Switch on 'Enable CGI mode for PHP' under the shop's webservice settings, or let the host set 'CGIPassAuth On', then test again.")));
        }
    }

    public void NoteShop(Permissions permissions, string version, ShopAccess shop)
    {
        Facts[ShopFacts.ShopName] = permissions.ShopName;
        Facts[ShopFacts.Version] = version;
        Facts[ShopFacts.Permissions] = permissions.ToString();
        if (shop.Api.Scheme == Uri.UriSchemeHttp && shop.Api.Host != Shared.SandboxAddress.Host)
        {
            Hints.Add(new ConnectionProblem("url", "not-encrypted",
                new Phrase("The connection to {0} is not encrypted: others on the way can read the key.", shop.Host),
                new Phrase("Use the shop's https address if it has one.")));
        }
    }

    private static string FieldOf(string code) => code switch
    {
        FailureCode.HeaderStripped or FailureCode.KeyLength or FailureCode.KeyUnknown or FailureCode.KeyWithoutPermissions
            or FailureCode.PermissionMissing => "apiKey",
        FailureCode.ShopForbidden or FailureCode.UnknownShop => "shopId",
        _ => "url",
    };
}
