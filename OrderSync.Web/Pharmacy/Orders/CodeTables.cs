using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Domain.Settings;
using OrderSync.Web.Data;

namespace OrderSync.Web.Pharmacy.Orders;

/// <summary>What the program's codes mean: our statuses, and the names of our shipping methods.</summary>
/// <param name="Statuses">By code; null for one nobody has given a meaning.</param>
/// <param name="Couriers">By code.</param>
internal sealed record CodeMeanings(IReadOnlyDictionary<string, string?> Statuses, IReadOnlyDictionary<string, string> Couriers)
{
    /// <summary>Stands in the mapping table in the place of a status.</summary>
    public const string Ignore = "ignore";

    /// <summary>Null when the code is to be ignored, or has no meaning (yet); see <see cref="IsIgnored"/>.</summary>
    public OrderStatus? StatusOf(string code) =>
        Enum.TryParse<OrderStatus>(Statuses.GetValueOrDefault(code), out var status) && Enum.IsDefined(status) ? status : null;

    public bool IsIgnored(string code) => string.Equals(Statuses.GetValueOrDefault(code), Ignore, StringComparison.OrdinalIgnoreCase);

    /// <summary>The carrier as people say it; the code itself where nothing better is known.</summary>
    public string CourierOf(string code) => Couriers.GetValueOrDefault(code, code);
}

/// <summary>Reads the tables of a program's codes, and puts in the ones nobody has seen before, so that staff can say what they mean.</summary>
public sealed class CodeTables(IDbContextFactory<OrderSyncDb> databases, TimeProvider clock)
{
    private const int CodeLength = 64;
    private const int NameLength = 300;

    internal async Task<CodeMeanings> ReadAsync(PharmacyProgram program, IReadOnlyCollection<OrderUpdateSent> sent, CancellationToken ct)
    {
        var statuses = sent.Where(row => row.Fault is null && row.Status is { Code.Length: > 0 and <= CodeLength }).Select(row => (MappingTables.Statuses, row.Status!.Code, row.Status.Name));
        var couriers = sent.Where(row => row.Fault is null && row.Waybill is { Courier.Length: > 0 and <= CodeLength }).Select(row => (MappingTables.Couriers, row.Waybill!.Courier, ""));
        await AddUnknownAsync(program, [.. statuses.Concat(couriers).DistinctBy(row => (row.Item1, row.Item2))], ct);
        return await databases.ReadAsync(db => MeaningsAsync(db, program, ct), ct);
    }

    private async Task AddUnknownAsync(PharmacyProgram program, IReadOnlyList<(string Table, string Code, string Name)> codes, CancellationToken ct)
    {
        var rows = await databases.ReadAsync(db => db.ValueMappings
            .Where(row => row.IntegrationId == program.Id && (row.Table == MappingTables.Statuses || row.Table == MappingTables.Couriers))
            .Select(row => new { row.Table, row.Source }).ToListAsync(ct), ct);
        var known = rows.Select(row => (row.Table, row.Source)).ToHashSet();
        foreach (var (table, code, name) in codes.Where(row => !known.Contains((row.Table, row.Code))))
        {
            try
            {
                await databases.ReadAsync(db => AddAsync(db, program, table, code, name, ct), ct);
            }
            catch (DbUpdateException)
            {
                // Another call has put it in at this moment.
            }
        }
    }

    private Task<int> AddAsync(OrderSyncDb db, PharmacyProgram program, string table, string code, string name, CancellationToken ct)
    {
        db.ValueMappings.Add(new ValueMapping
        {
            IntegrationId = program.Id,
            Table = table,
            Source = code,
            SourceName = name.Length > NameLength ? name[..NameLength] : name,
            UpdatedAt = clock.GetUtcNow().UtcDateTime,
            UpdatedBy = program.Name,
            Stamp = Guid.NewGuid(),
        });
        return db.SaveChangesAsync(ct);
    }

    private static async Task<CodeMeanings> MeaningsAsync(OrderSyncDb db, PharmacyProgram program, CancellationToken ct)
    {
        var rows = await db.ValueMappings.AsNoTracking().Where(row => row.IntegrationId == program.Id && (row.Table == MappingTables.Statuses || row.Table == MappingTables.Couriers))
            .Select(row => new { row.Table, row.Source, row.Target }).ToListAsync(ct);
        var names = await db.Choices.AsNoTracking().Where(row => row.Kind == ChoiceKind.ShippingMethod).ToDictionaryAsync(row => row.Key, row => row.Name, ct);
        var meanings = rows.Select(row => (row.Table, row.Source, Meaning: row.Target is null ? null : MappingSet.KeyFromJson(row.Target))).ToList();
        return new CodeMeanings(
            meanings.Where(row => row.Table == MappingTables.Statuses).ToDictionary(row => row.Source, row => row.Meaning),
            meanings.Where(row => row.Table == MappingTables.Couriers && row.Meaning is not null && names.ContainsKey(row.Meaning)).ToDictionary(row => row.Source, row => names[row.Meaning!]));
    }
}
