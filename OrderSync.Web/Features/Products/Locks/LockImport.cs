using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;

namespace OrderSync.Web.Features.Products.Locks;

/// <summary>A lock the file changes.</summary>
/// <param name="Line">Null when the file does not name it: it is taken off.</param>
public sealed record LockPlanRow(int? Line, long ProductId, string Product, LockKind Kind, LockView? Before, LockWish? After);

/// <summary>A line that cannot be carried out, and why.</summary>
public sealed record LockLineError(int Line, Phrase Message);

/// <summary>What a file would change; nothing is written by making it.</summary>
/// <param name="Fingerprint">Says whether a later plan is the same.</param>
public sealed record LockImportPlan(IReadOnlyList<LockPlanRow> Changes, int Unchanged, IReadOnlyList<LockLineError> Errors, string Fingerprint);

/// <summary>A file of locks and how it is meant.</summary>
/// <param name="Replace">Locks the file does not name are taken off.</param>
/// <param name="Zone">Days in the file are days here.</param>
public sealed record LockFile(byte[] Content, bool Replace, TimeZoneInfo Zone);

/// <summary>Sets locks from a file: first as a plan to look at, then as it was seen, or not at all.</summary>
public sealed class LockImport(LockQueries queries, LockActions actions)
{
    internal const string ImportAction = "locks.imported";
    private static readonly string[] Days = ["yyyy-MM-dd", "d.M.yyyy"];

    public async Task<Outcome<LockImportPlan>> PreviewAsync(LockFile file, CancellationToken ct)
    {
        var read = LockCsv.Read(file.Content);
        return read.Refusal is { } refusal ? refusal : await PlanAsync(read.Value!, file, ct);
    }

    /// <summary>Carries out the plan somebody saw. When it would come out differently by now, nothing is written.</summary>
    public async Task<Outcome<LockBatch>> ApplyAsync(Actor actor, LockFile file, string fingerprint, CancellationToken ct)
    {
        var preview = actor.Lacks(Permission.ManageLocks) is { } forbidden ? forbidden : await PreviewAsync(file, ct);
        if (preview.Refusal is { } refusal)
        {
            return refusal;
        }

        var plan = preview.Value!;
        if (plan.Fingerprint != fingerprint)
        {
            return Refusal.Conflict("Products or locks changed since you saw the preview. Look at it again; nothing was written.");
        }

        return file.Replace && plan.Errors.Count > 0
            ? Refusal.Field("file", "Mend the lines with an error first: locks of a line that cannot be read would be taken off.")
            : await actions.WriteAsync(
                new LockWork(actor, ImportAction), plan.Changes.Select(row => new LockChange(row.ProductId, row.Kind, row.After)), ct);
    }

    private async Task<LockImportPlan> PlanAsync(IReadOnlyList<LockCsvRow> rows, LockFile file, CancellationToken ct)
    {
        var bySku = await queries.BySkuAsync([.. rows.Select(row => row.Sku)], ct);
        var byEan = await queries.ByEanAsync([.. rows.Select(row => row.Ean)], ct);
        var errors = new List<LockLineError>();
        var wanted = new Dictionary<(long ProductId, LockKind Kind), (int Line, LockWish Wish)>();
        foreach (var row in rows)
        {
            var (line, fault) = Read(row, bySku, byEan, file.Zone);
            fault ??= wanted.TryGetValue((line.ProductId, line.Kind), out var other)
                ? new Phrase("Line {0} is about the same product and kind already.", other.Line.ToString(CultureInfo.InvariantCulture))
                : null;
            if (fault is not null)
            {
                errors.Add(new LockLineError(row.Line, fault));
            }
            else
            {
                wanted[(line.ProductId, line.Kind)] = (row.Line, line.Wish);
            }
        }

        var locked = file.Replace ? await queries.LockedAsync(ct) : [];
        var (names, locks) = await queries.StandAsync([.. wanted.Keys.Select(key => key.ProductId).Union(locked)], ct);
        var changes = wanted.Where(pair => !Stands(locks.GetValueOrDefault(pair.Key), pair.Value.Wish))
            .Select(pair => new LockPlanRow(pair.Value.Line, pair.Key.ProductId, names[pair.Key.ProductId], pair.Key.Kind, locks.GetValueOrDefault(pair.Key), pair.Value.Wish))
            .ToList();
        var unchanged = wanted.Count - changes.Count;
        if (file.Replace)
        {
            changes.AddRange(locks.Where(held => !wanted.ContainsKey(held.Key)).OrderBy(held => held.Key)
                .Select(held => new LockPlanRow(null, held.Value.ProductId, names[held.Value.ProductId], held.Value.Kind, held.Value, null)));
        }

        return new LockImportPlan(changes, unchanged, errors, Fingerprint(changes, errors));
    }

    private (Line Line, Phrase? Fault) Read(LockCsvRow row, ILookup<string, long> bySku, ILookup<string, long> byEan, TimeZoneInfo zone)
    {
        var (product, fault) = Find(row, bySku, byEan);
        var isKind = Enum.TryParse<LockKind>(row.Kind, ignoreCase: true, out var kind) && !char.IsAsciiDigit(row.Kind[0]);
        fault ??= isKind ? null : new Phrase("'{0}' is no kind of lock. Use all, stock, price, texts or couriers.", row.Kind);
        var (isDate, until) = Until(row.Until, zone);
        fault ??= isDate ? null : new Phrase("'{0}' is no date. Write it as 2026-12-31, or with the time as 2026-12-31T18:00:00Z.", row.Until);
        var wish = new LockWish(row.Reason, until);
        return (new Line(product, kind, wish), fault ?? actions.Fault(wish)?.Message);
    }

    private static (long ProductId, Phrase? Fault) Find(LockCsvRow row, ILookup<string, long> bySku, ILookup<string, long> byEan)
    {
        if (row.Sku.Length + row.Ean.Length == 0)
        {
            return (0, new Phrase("Neither a SKU nor an EAN is given, so the product is not known."));
        }

        var found = (row.Sku.Length > 0 ? bySku[row.Sku] : byEan[row.Ean]).ToList();
        var several = found.Count;
        found = several > 1 && row is { Sku.Length: > 0, Ean.Length: > 0 } ? [.. found.Intersect(byEan[row.Ean])] : found;
        var (what, number) = row.Sku.Length > 0 ? ("SKU", row.Sku) : ("EAN", row.Ean);
        return found switch
        {
            [var only] => (only, null),
            [] when several == 0 => (0, new Phrase("No product carries the {0} '{1}'.", what, number)),
            _ => (0, new Phrase(
                "{0} products carry the {1} '{2}'. Give SKU and EAN together, or lock the right one on its page.", several.ToString(CultureInfo.InvariantCulture), what, number)),
        };
    }

    /// <summary>A day is meant to its end.</summary>
    private static (bool IsDate, DateTime? Until) Until(string text, TimeZoneInfo zone) =>
        text.Length == 0 ? (true, null)
        : DateOnly.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? (true, DayRange.Start(day.AddDays(1), zone))
        : text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? (true, moment.UtcDateTime)
            : (false, null);

    private static bool Stands(LockView? held, LockWish wish) => held is not null && held.Reason == wish.Reason && held.Until == wish.Until;

    private static string Fingerprint(IEnumerable<LockPlanRow> changes, IEnumerable<LockLineError> errors) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', changes.Select(change => change.ToString()).Concat(errors.Select(error => $"{error.Line} {error.Message}"))))));

    private sealed record Line(long ProductId, LockKind Kind, LockWish Wish);
}
