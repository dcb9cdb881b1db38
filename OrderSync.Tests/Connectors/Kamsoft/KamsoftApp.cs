using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Tests.Support;
using OrderSync.Web.Connectors.Kamsoft;
using OrderSync.Web.Data.Inbox;
using OrderSync.Web.Features.Integrations;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>
/// The whole program, started once for all tests of a class. Each test opens a pharmacy of its own, which calls from an address of its own, fetches the
/// orders of a shop of its own, and names items by numbers no other test uses: so that tests do not meet.
/// </summary>
public sealed class KamsoftApp : IAsyncLifetime
{
    private int opened;

    internal TestApp App { get; private set; } = null!;

    internal AheadClock Clock { get; } = new();

    public async Task InitializeAsync() => App = await TestApp.StartAsync(services => services.AddSingleton<TimeProvider>(Clock).AddSingleton<IStartupFilter, CallerAddresses>());

    public async Task DisposeAsync() => await App.DisposeAsync();

    /// <param name="change">What is special about its settings.</param>
    internal async Task<KamsoftRig> OpenAsync(Func<KamsoftSettings, KamsoftSettings>? change = null)
    {
        var serial = Interlocked.Increment(ref opened);
        var shop = await Rows.IntegrationAsync(App.Databases, "prestashop");
        var settings = KamsoftRig.Settings with { Sources = [shop] };
        var name = string.Create(CultureInfo.InvariantCulture, $"Apteka {serial}");
        var made = await App.Get<IntegrationActions>().CreateAsync(KamsoftRig.Boss, new NewIntegration(KamsoftSetup.Key, name, change?.Invoke(settings) ?? settings), default);
        Assert.Equal([], made.Value!.Problems);
        var key = await App.Get<InboundKeys>().OpenAsync(made.Value.Id, default);
        return new KamsoftRig(this, serial) { IntegrationId = made.Value.Id, ShopId = shop, Name = name, Door = key.Key };
    }

    /// <summary>Lets a call say from where it comes: the server in this process knows no addresses.</summary>
    private sealed class CallerAddresses : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.TryParse(context.Request.Headers[KamsoftRig.FromHeader], out var address) ? address : null;
                return following(context);
            });
            next(app);
        };
    }
}

/// <summary>The real time, or as much later as a test wants it.</summary>
internal sealed class AheadClock : TimeProvider
{
    private TimeSpan ahead;

    public void Advance(TimeSpan by) => ahead += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
}
