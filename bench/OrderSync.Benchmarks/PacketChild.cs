using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using OrderSync.Domain.Catalog;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Data.Conversions;
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
            await TakeAsync(packets, pharmacy, "warm", [.. Enumerable.Range(0, 400).Select(number => Item(number, 1))], 1);
            var rows = new List<PacketFigures>();
            foreach (var (what, round) in new[] { ("everything differs", 2), ("identical packet", 2), ("a tenth differs", 3) })
            {
                var items = Enumerable.Range(0, size).Select(number => Item(number, round == 3 && number % 10 != 0 ? 2 : round)).ToList();
                var watch = Stopwatch.StartNew();
                await TakeAsync(packets, pharmacy, $"{what}", items, parts);
                var seconds = watch.Elapsed.TotalSeconds;
                var parsing = Parsing(items, parts);
                rows.Add(new PacketFigures(what, size, seconds, parsing, await BareAsync(databases, round), Process.GetCurrentProcess().PeakWorkingSet64));
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
        var products = Enumerable.Range(0, size).Select(number => new Product
        {
            Name = $"Product {number}",
            Kind = ProductKind.Simple,
            Active = true,
            TaxRate = 23,
            CreatedAt = DateTime.UnixEpoch,
            UpdatedAt = DateTime.UnixEpoch,
            Stamp = Guid.NewGuid(),
        }).ToList();
        await db.BulkInsertWithKeysAsync(products, default);
        await db.BulkInsertAsync([.. products.Select((product, number) => new Variant { ProductId = product.Id, Position = 1, Sku = Bloz(number), PriceNet = 1 })], default);
        await transaction.CommitAsync();
        return integration.Id;
    }

    private static async Task TakeAsync(ProductPackets packets, long pharmacy, string id, IReadOnlyList<OfferedProduct> items, int parts)
    {
        foreach (var (index, part) in items.Chunk((items.Count + parts - 1) / parts).Index())
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(index + id.GetHashCode(StringComparison.Ordinal))));
            var taken = await packets.TakeAsync(pharmacy, new NewPacket(PharmacyFace.Ppx, id, hash, part) { Part = index + 1, Parts = parts }, default);
            if (taken is not PacketTaken.Stored { Report.Packet: { State: PacketState.Done, Failed: 0 } })
            {
                throw new InvalidOperationException($"The packet ended as {taken}.");
            }
        }
    }

    /// <summary>Reads the same products from text, part by part.</summary>
    private static double Parsing(List<OfferedProduct> items, int parts)
    {
        var texts = items.Chunk((items.Count + parts - 1) / parts).Select(part => StoredJson.Write(part)).ToList();
        var watch = Stopwatch.StartNew();
        var read = texts.Sum(text => StoredJson.Read<List<OfferedProduct>>(text).Count);
        return read == items.Count ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException("Products were lost.");
    }

    /// <summary>Writes a price and a figure of every product, in one transaction, row by row.</summary>
    private static async Task<double> BareAsync(Databases databases, int round)
    {
        await using var db = databases.CreateDbContext();
        var variants = await db.Variants.Select(row => row.Id).ToListAsync();
        var watch = Stopwatch.StartNew();
        await using var transaction = await db.Database.BeginTransactionAsync();
        foreach (var id in variants)
        {
            await db.Database.ExecuteSqlAsync($"UPDATE Variants SET Weight = {round} WHERE Id = {id}");
            await db.Database.ExecuteSqlAsync($"UPDATE StockLevels SET OnHand = OnHand WHERE VariantId = {id}");
        }

        await transaction.CommitAsync();
        return watch.Elapsed.TotalSeconds;
    }

    private static OfferedProduct Item(int number, int round) => new()
    {
        Ref = $"{100_000 + number}",
        Bloz = Bloz(number),
        Name = $"Sample {number} of round {round}",
        Stock = number % 90 + round,
        Price = 5 + (number % 400) + (round * 0.1m),
        Vat = 8,
        Other = new Dictionary<string, string> { ["producer"] = "A maker", ["form"] = "tabl." },
    };

    private static string Bloz(int number) => (1_000_000 + number).ToString(CultureInfo.InvariantCulture);

    private sealed record BenchSettings : IConnectorSettings
    {
        public int RequestsPerMinute => 0;

        public IEnumerable<ConnectionProblem> Validate() => [];
    }
}
