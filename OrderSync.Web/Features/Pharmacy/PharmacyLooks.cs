using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Pharmacy;

/// <summary>Words and icons of packets; English, translated when shown.</summary>
internal static class PharmacyLooks
{
    public static StateLook Look(this PacketRow packet) => packet switch
    {
        { State: PacketState.Queued, Applied: > 0 } => new("progress_activity", "Being applied", Tone.Info) { Moving = true },
        { State: PacketState.Queued } => new("schedule", "Waiting", Tone.Neutral),
        { Attention: > 0 } => new("warning", "Applied, with remarks", Tone.Warn),
        _ => new("check_circle", "Applied", Tone.Good),
    };

    public static StateLook Look(this PacketVerdict verdict) => verdict switch
    {
        PacketVerdict.Created => new("add_circle", "Created", Tone.Good),
        PacketVerdict.Updated => new("check_circle", "Updated", Tone.Good),
        PacketVerdict.Unchanged => new("remove", "Unchanged", Tone.Neutral),
        PacketVerdict.Locked => new("lock", "Locked", Tone.Info),
        PacketVerdict.Unknown => new("help", "Not found", Tone.Warn),
        PacketVerdict.Ambiguous => new("call_split", "Several fit", Tone.Warn),
        PacketVerdict.Invalid => new("rule", "Not usable", Tone.Bad),
        _ => new("error", "Failed", Tone.Bad),
    };

    public static string Name(this PharmacyFace face) => face == PharmacyFace.Soap ? "SOAP" : "PPX 1.0";

    /// <summary>How an item was found.</summary>
    public static string Word(this MatchStep? by) => by switch
    {
        MatchStep.Link => "Remembered",
        MatchStep.Bloz => "By its BLOZ number",
        MatchStep.Ean => "By its EAN",
        MatchStep.Reference => "By its reference",
        MatchStep.Name => "By its name",
        _ => "By hand",
    };

    /// <summary>A word of the contract's answer, for people.</summary>
    public static string Word(string word) => word switch
    {
        "all" => "everything",
        "summary" => "short description",
        "vat" => "tax",
        "photos" => "pictures",
        "rx" => "prescription",
        "deleted" => "taken out of the offer",
        "bloz" => "BLOZ number",
        "ean" => "EAN",
        "stock-negative" => "a negative stock was taken as 0",
        "stock-fraction" => "the fraction of a stock was cut off",
        "vat-unmapped" => "the shops do not have this tax, so it stayed",
        "courier-unmapped" => "a courier is not mapped yet",
        "key-conflict" => "the BLOZ number belongs to another product",
        "name-trimmed" => "the name was cut",
        "of-product" => "texts and tax belong to all variants, so they stayed",
        "inactive" => "switched off until somebody looks at it",
        "left-out" => "left out by a person",
        _ => word,
    };
}
