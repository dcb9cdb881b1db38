using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Kamsoft.Ppx;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Images;
using OrderSync.Web.Pharmacy;
using OrderSync.Web.Pharmacy.Packets;

namespace OrderSync.Benchmarks;

/// <summary>Takes packets of one size in a process of its own.</summary>
internal sealed class PacketChild : IPharmacyProgram
{
    private static readonly ConnectorKey Key = new("bench-pharmacy");

    public static async Task<int> RunAsync(string[] args)
    {
        var (size, parts) = (int.Parse(args[0], CultureInfo.InvariantCulture), int.Parse(args[1], CultureInfo.InvariantCulture));
        var folder = Directory.CreateTempSubdirectory("ordersync-bench-").FullName;
        try
        {
            var databases = new Databases(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "packets.db") }.ToString());
            var pharmacy = await PrepareAsync(databases, size);
            var packets = Make(databases, folder);
            // A server that runs has its code compiled.
            await TakeAsync(packets, pharmacy, "warm", 400, 1, _ => 1);
            var rows = new List<PacketFigures>();
            foreach (var (what, id, round) in new (string, string, Func<int, int>)[]
            {
                ("everything differs", "differs", _ => 2), ("identical packet", "identical", _ => 2), ("a tenth differs", "tenth", number => number % 10 == 0 ? 3 : 2),
            })
            {
                var (reading, applying) = await TakeAsync(packets, pharmacy, id, size, parts, round);
                rows.Add(new PacketFigures(what, size, parts, applying.TotalSeconds, reading.TotalSeconds, await BareAsync(databases), Process.GetCurrentProcess().PeakWorkingSet64));
            }

            Console.WriteLine(JsonSerializer.Serialize(rows));
            return 0;
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    PharmacyRules IPharmacyProgram.PharmacyRules(Connection connection) => new()
    {
        Packets = new PacketRules { Texts = true, Matching = [MatchStep.Link, MatchStep.Bloz], BlozField = BlozField.Reference },
    };

    private static ProductPackets Make(Databases databases, string folder)
    {
        var descriptor = new ConnectorDescriptor(Key, "Bench", "", typeof(BenchSettings), typeof(object), [], [], new PacketChild());
        var registry = new ConnectorRegistry([descriptor]);
        var programs = new PharmacyPrograms(registry, new ConnectionFactory(registry, new SettingsCodec(new EphemeralDataProtectionProvider())));
        var (lease, signal) = (new PacketLease(databases, TimeProvider.System), new PacketSignal());
        var photos = new PhotoIntake(new ImageStore(Path.Combine(folder, "images"), TimeProvider.System));
        var work = new PacketWork(databases, programs, lease, photos, signal, TimeProvider.System, NullLogger<PacketWork>.Instance);
        return new ProductPackets(new PacketStore(databases, TimeProvider.System), lease, work, signal, TimeProvider.System, NullLogger<ProductPackets>.Instance) { WorkTime = TimeSpan.FromMinutes(10) };
    }

    private static async Task<long> PrepareAsync(Databases databases, int size)
    {
        await using var db = databases.CreateDbContext();
        await db.Database.MigrateAsync();
        var integration = new Integration { Connector = Key, Name = "Pharmacy", Enabled = true, Settings = "{}", CreatedAt = DateTime.UnixEpoch, Stamp = Guid.NewGuid() };
        db.Integrations.Add(integration);
        await db.SaveChangesAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        foreach (var numbers in Enumerable.Range(0, size).Chunk(1000))
        {
            List<Product> products = [.. numbers.Select(Prepared)];
            await db.BulkInsertWithKeysAsync(products, default);
            await db.BulkInsertAsync([.. products.Zip(numbers, (product, number) => new Variant { ProductId = product.Id, Position = 1, Sku = Bloz(number), PriceNet = 1 })], default);
        }

        await transaction.CommitAsync();
        return integration.Id;
    }

    private static Product Prepared(int number) => new()
    {
        Name = $"Product {number}",
        Kind = ProductKind.Simple,
        Active = true,
        TaxRate = 23,
        CreatedAt = DateTime.UnixEpoch,
        UpdatedAt = DateTime.UnixEpoch,
        Stamp = Guid.NewGuid(),
    };

    /// <summary>Part after part, as the program sends them: none is made before the one before it was taken.</summary>
    private static async Task<(TimeSpan Reading, TimeSpan Applying)> TakeAsync(ProductPackets packets, long pharmacy, string id, int size, int parts, Func<int, int> round)
    {
        var (reading, applying) = (new Stopwatch(), new Stopwatch());
        var length = (size + parts - 1) / parts;
        for (var part = 1; part <= parts; part++)
        {
            var text = Text(id, part, parts, Enumerable.Range((part - 1) * length, Math.Min(length, size - ((part - 1) * length))), round);
            reading.Start();
            var packet = PpxPacketReader.Read(text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), TimeZoneInfo.Utc).Packet!;
            reading.Stop();
            applying.Start();
            var taken = await packets.TakeAsync(pharmacy, packet, default);
            applying.Stop();
            if (taken is not PacketTaken.Stored { Report.Packet: { State: PacketState.Done, Failed: 0, Invalid: 0 } })
            {
                throw new InvalidOperationException($"The packet ended as {taken}.");
            }
        }

        return (reading.Elapsed, applying.Elapsed);
    }

    /// <summary>Writes a price and a figure of every product, in one transaction, row by row.</summary>
    private static async Task<double> BareAsync(Databases databases)
    {
        await using var db = databases.CreateDbContext();
        var variants = await db.Variants.Select(row => row.Id).ToListAsync();
        var watch = Stopwatch.StartNew();
        await using var transaction = await db.Database.BeginTransactionAsync();
        foreach (var id in variants)
        {
            await db.Database.ExecuteSqlAsync($"UPDATE Variants SET Weight = Weight WHERE Id = {id}");
            await db.Database.ExecuteSqlAsync($"UPDATE StockLevels SET OnHand = OnHand WHERE VariantId = {id}");
        }

        await transaction.CommitAsync();
        return watch.Elapsed.TotalSeconds;
    }

    private static string Text(string id, int part, int parts, IEnumerable<int> numbers, Func<int, int> round)
    {
        var text = new StringBuilder($"""<packet version="1.0" id="{id}" part="{part}" parts="{parts}"><products>""");
        foreach (var number in numbers)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                <product ref="{100_000 + number}"><bloz>{Bloz(number)}</bloz><name>Sample {number} of round {round(number)}</name>
                <stock>{(number % 90) + round(number)}</stock><price>{5 + (number % 400) + (round(number) * 0.1m)}</price><vat>8</vat></product>
                """);
        }

        return text.Append("</products></packet>").ToString();
    }

    private static string Bloz(int number) => (1_000_000 + number).ToString(CultureInfo.InvariantCulture);

    private sealed record BenchSettings : IConnectorSettings
    {
        public int RequestsPerMinute => 0;

        public IEnumerable<ConnectionProblem> Validate() => [];
    }
}
