using OrderSync.Domain;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Features.Mappings;

/// <summary>One mapping table of an integration, as it is edited.</summary>
/// <param name="Choices">What can be chosen at the right, key and name; empty when the targets are rules.</param>
public sealed record MappingTable(
    MappingTableOffer Offer, IReadOnlyList<MappingRow> Rows, IReadOnlyList<KeyValuePair<string, string>> Choices)
{
    public int Mapped => Rows.Count(row => row.Target is not null);

    public int Unmapped => Rows.Count - Mapped;

    /// <summary>Suggestions that are not in use.</summary>
    public int Suggested => Rows.Count(row => row.Target is null && row.Suggestion is not null);
}

/// <summary>A value of the other system, what it means here, and how many orders wait for it.</summary>
/// <param name="Target">JSON; null while unmapped.</param>
/// <param name="Suggestion">Proposed while unmapped; never applied by itself.</param>
public sealed record MappingRow(
    string Source, string SourceName, string? Target, int Waiting, Suggestion? Suggestion, DateTime UpdatedAt, string UpdatedBy, Guid Stamp);

/// <summary>A new target for a value.</summary>
/// <param name="Target">JSON; null takes the mapping away.</param>
/// <param name="SourceName">Name of a value that is not known yet.</param>
/// <param name="Stamp">What the editor read; null overwrites.</param>
public sealed record MappingChange(string Source, string? Target, string? SourceName = null, Guid? Stamp = null);

/// <summary>What a save of mappings did.</summary>
/// <param name="Retrying">Orders that waited for a saved value and are tried again.</param>
/// <param name="RunId">The run that tries them; null when none waits or the run could not start.</param>
/// <param name="Held">Why the run could not start.</param>
public sealed record SavedMappings(int Saved, int Retrying, long? RunId, Phrase? Held);

/// <summary>What fetching brought.</summary>
public sealed record FetchedValues(int Found, int New);
