using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.FrontPad;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Budget;

namespace OrderSync.Tests.Support;

/// <summary>
/// A process that sends orders to a FrontPad as the program does, within the limits that stand in a database it shares with others. The program
/// itself lets no second one into the folder of a SQLite database, so tests of what several share run this assembly instead.
/// </summary>
internal static class ChildProgram
{
    public static async Task<int> Main(string[] args)
    {
        if (args is ["packets", var packets, var pharmacy, var products])
        {
            return await TakePacketAsync(packets, long.Parse(pharmacy, CultureInfo.InvariantCulture), int.Parse(products, CultureInfo.InvariantCulture));
        }

        if (args is not ["frontpad", var database, var url, var article, var orders])
        {
            return 2;
        }

        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var client = new FrontPadClient(http, new DatabaseAccountBudget(new Databases(database), TimeProvider.System), TimeProvider.System);
        var connector = new FrontPadConnector(client, new NoMemory());
        var settings = new FrontPadSettings { Url = url, Secret = SandboxAddress.FrontPadSecret };
        var connection = ConnectionFactory.Open(1, "Sandbox", settings, new Dictionary<string, string>(), new Silence());
        var taken = 0;
        for (var i = 0; i < int.Parse(orders, CultureInfo.InvariantCulture); i++)
        {
            var message = new FrontPadMessage().Add("product[0]", article).Add("product_kol[0]", "1").Add("descr", $"{Environment.ProcessId}-{i}");
            await connector.WaitForTurnAsync(connection, CancellationToken.None);
            taken += await connector.SendAsync(connection, message.Store(), null, CancellationToken.None) is TargetAnswer.Taken ? 1 : 0;
        }

        await Console.Out.WriteLineAsync($"{taken}");
        return 0;
    }

    public static string Bloz(int number) => (1_000_000 + number).ToString(CultureInfo.InvariantCulture);

    /// <summary>Takes one packet, and says when a part of it is written. What a process before it has left it goes on with, as the program's worker does.</summary>
    private static async Task<int> TakePacketAsync(string database, long pharmacy, int products)
    {
        using var rig = new PacketRig(new Databases(database), TimeProvider.System);
        rig.Signal.Changed += _ => Console.WriteLine("written");
        IReadOnlyList<OfferedProduct> items = [.. Enumerable.Range(0, products).Select(number => new OfferedProduct { Ref = $"{number}", Bloz = Bloz(number), Stock = number % 7 })];
        var packet = PacketRig.Packet("kill", items);
        while (true)
        {
            if (await rig.Packets.TakeAsync(pharmacy, packet, CancellationToken.None) is PacketTaken.Stored { Report.Packet.State: PacketState.Done })
            {
                return 0;
            }

            await rig.Worker.RunOnceAsync(CancellationToken.None);
            await rig.Signal.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None); // until the hold of the process that died runs out
        }
    }

    private sealed class Databases(string file) : IDbContextFactory<OrderSyncDb>
    {
        private readonly string connection = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString();

        public OrderSyncDb CreateDbContext() => new SqliteOrderSyncDb(new DbContextOptionsBuilder<SqliteOrderSyncDb>().UseSqlite(connection).Options);
    }

    private sealed class NoMemory : IAccountMemory
    {
        public Task<KeptAnswer?> FindAsync(string account, string question, CancellationToken ct) => Task.FromResult<KeptAnswer?>(null);

        public Task<bool> MayAskAsync(string account, string question, TimeSpan pause, CancellationToken ct) => Task.FromResult(false);

        public Task KeepAsync(string account, string question, string text, CancellationToken ct) => Task.CompletedTask;
    }

    private sealed class Silence : IRequestObserver
    {
        public void Sent(RequestRecord request)
        {
        }
    }
}
