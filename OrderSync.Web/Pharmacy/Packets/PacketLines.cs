using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Pharmacy.Packets;

/// <summary>Puts down what became of a product of a packet.</summary>
internal static class PacketLines
{
    public static PacketLine Of(long packetId, int position, OfferedProduct sent, PacketDecision decision, long? productId, string productName, ItemMatch? match) => new()
    {
        PacketId = packetId,
        Position = position,
        Ref = Cut(sent.Ref, 64),
        Bloz = Cut(sent.Bloz, 16),
        Ean = Cut(sent.Ean, 32),
        Name = Cut(sent.Name is { Length: > 0 } name ? name.Trim() : productName, PacketLine.NameLength),
        Verdict = decision.Verdict,
        ProductId = productId,
        By = (match as ItemMatch.Found)?.By,
        Set = PacketWords.Of(decision.Set),
        Locked = decision.LockedWords,
        Off = PacketWords.Of(decision.Off),
        Warnings = Cut(string.Join(' ', decision.Warnings), 200),
        Code = Cut(decision.Code, 32),
        Message = decision.Message,
        Note = Cut(decision.Note, 64),
        Candidates = match is ItemMatch.Ambiguous several ? string.Join(' ', several.Products) : "",
        Adjusted = decision.Adjusted,
    };

    public static string Cut(string text, int length) => text.Length > length ? text[..length] : text;
}
