using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;

namespace OrderSync.Web.Features.Mappings;

/// <summary>
/// Tables in which several words of the other system mean one status here, seen from the other side: a row for each word. People see them by
/// status, because the words are theirs to type; scripts see what each word means.
/// </summary>
public static class WordMappings
{
    public static bool AreIn(MappingTable table) => table.Offer.Typed is { IsList: true };

    public static IReadOnlyList<MappingRow> Of(MappingTable table) =>
    [
        .. table.Rows.SelectMany(row => WordsOf(row).Select(word => new MappingRow(word, word, MappingSet.KeyToJson(row.Source), 0, null, row.UpdatedAt, row.UpdatedBy, row.Stamp))),
    ];

    /// <summary>Changes of words as changes of the statuses they mean; words that are not named keep their meaning.</summary>
    public static Outcome<List<MappingChange>> ToStatuses(MappingTable table, IReadOnlyList<MappingChange> words)
    {
        var targets = table.Rows.ToDictionary(row => row.Source, row => WordsOf(row).ToList(), StringComparer.OrdinalIgnoreCase);
        var faults = new Dictionary<string, Phrase>();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i].Source.Trim();
            var status = words[i].Target is null or "null" ? null : MappingSet.KeyFromJson(words[i].Target!) ?? "";
            if (word.Length == 0 || word.Contains(',', StringComparison.Ordinal))
            {
                faults[FormattableString.Invariant($"[{i}].source")] = new Phrase("Give one value of the other system, without a comma.");
            }
            else if (status is not null && !targets.ContainsKey(status))
            {
                faults[FormattableString.Invariant($"[{i}].target")] = new Phrase("'{0}' does not exist. Use one of: {1}.", status, string.Join(", ", targets.Keys));
            }
            else
            {
                Move(targets, word, status);
            }
        }

        return faults.Count > 0
            ? new Refusal(RefusalKind.Invalid, new Phrase("Some mappings cannot be saved; nothing was changed.")) { Fields = faults }
            : table.Rows.Where(row => !WordsOf(row).SequenceEqual(targets[row.Source]))
                .Select(row => new MappingChange(row.Source, MappingSet.KeyToJson(string.Join(", ", targets[row.Source])), Stamp: row.Stamp)).ToList();
    }

    private static void Move(Dictionary<string, List<string>> targets, string word, string? status)
    {
        foreach (var list in targets.Values)
        {
            list.RemoveAll(known => string.Equals(known, word, StringComparison.OrdinalIgnoreCase));
        }

        if (status is not null)
        {
            targets[status].Add(word);
        }
    }

    private static IReadOnlyList<string> WordsOf(MappingRow row) => TargetStatusMap.Words(row.Target is null ? "" : MappingSet.KeyFromJson(row.Target) ?? "");
}
