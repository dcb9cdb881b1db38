using OrderSync.Domain.Integrations;
using OrderSync.Tests.Sandbox;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.FrontPad;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Sandbox;
using OrderSync.Web.Sandbox.FrontPad;
using OrderSync.Web.Sandbox.PrestaShop.Seed;

namespace OrderSync.Tests.Connectors.FrontPad;

/// <summary>The real client over real HTTP to the sandbox's FrontPad.</summary>
public abstract class SandboxFrontPadRig : IAccountBudget, IAccountMemory, IRequestObserver, IDisposable
{
    private protected static readonly string Article = Catalogue.Articles[0].Ean;

    private string? kept;

    private protected SandboxFrontPadRig(SandboxServer sandbox)
    {
        Sandbox = sandbox;
        Connector = new FrontPadConnector(new FrontPadClient(Http, this, TimeProvider.System), this);
        Settings = new FrontPadSettings { Url = sandbox.Address.AbsoluteUri + "sandbox/frontpad/api/index.php", Secret = SandboxOptions.DefaultFrontPadSecret };
        Limits.Enforced = false;
    }

    private protected HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private protected SandboxServer Sandbox { get; }

    private protected FrontPadConnector Connector { get; }

    private protected FrontPadSettings Settings { get; set; }

    private protected FrontPadFaults Faults => Sandbox.Get<FrontPadFaults>();

    private protected FrontPadBoard Board => Sandbox.Get<FrontPadBoard>();

    private protected FrontPadLimits Limits => Sandbox.Get<FrontPadLimits>();

    private protected Connection Connection => ConnectionFactory.Open(1, "Sandbox", Settings, new Dictionary<string, string>(), this);

    public void Dispose()
    {
        Faults.Clear();
        Board.Clear();
        Limits.Clear();
        Http.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static FrontPadMessage Message() => new FrontPadMessage().Add("product[0]", Article).Add("product_kol[0]", "2");

    private protected Task<TargetAnswer> SendAsync(FrontPadMessage? message = null) => Connector.SendAsync(Connection, (message ?? Message()).Store(), null, default);

    ValueTask<IAsyncDisposable> IAccountBudget.WaitAsync(string account, IReadOnlyList<RequestLimit> limits, CancellationToken ct) => ValueTask.FromResult<IAsyncDisposable>(new FreePlace());

    ValueTask IAccountBudget.WaitUntilFreeAsync(string account, IReadOnlyList<RequestLimit> limits, CancellationToken ct) => ValueTask.CompletedTask;

    Task<KeptAnswer?> IAccountMemory.FindAsync(string account, string question, CancellationToken ct) => Task.FromResult(kept is null ? null : new KeptAnswer(kept, DateTime.UnixEpoch));

    Task<bool> IAccountMemory.MayAskAsync(string account, string question, TimeSpan pause, CancellationToken ct) => Task.FromResult(true);

    Task IAccountMemory.KeepAsync(string account, string question, string text, CancellationToken ct)
    {
        kept = text;
        return Task.CompletedTask;
    }

    void IRequestObserver.Sent(RequestRecord request)
    {
    }
}
