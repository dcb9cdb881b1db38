using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Features.Pharmacy.Calls;

/// <summary>What a merchant gives to the pharmacy, and how it stands with it.</summary>
/// <param name="Ppx">Null while nobody who may has looked at it yet: then there is no address.</param>
/// <param name="IsPublic">Whether the addresses are those the outside reaches; else the program does not know its own.</param>
public sealed record PharmacyCounter(string? Ppx, string? Soap, bool IsPublic, PharmacyCallRow? LastCall, DateTime? CaptureUntil, string CaptureBy)
{
    /// <summary>Packets that are stored and not worked off.</summary>
    public int QueuedPackets { get; init; }

    /// <summary>Items nobody could find a product for.</summary>
    public int Unpaired { get; init; }

    /// <summary>Orders handed out that the program has not confirmed.</summary>
    public int Offered { get; init; }

    /// <summary>Orders the program has and says nothing about.</summary>
    public int Silent { get; init; }

    /// <summary>Reported codes and couriers that mean nothing yet.</summary>
    public int Unmapped { get; init; }
}

/// <param name="IsCaptured">It can be read word for word.</param>
public sealed record PharmacyCallRow(
    long Id, DateTime At, PharmacyFace Face, string Action, string Caller, long Bytes, int Milliseconds, int Status, string Outcome, Phrase? Summary, string Packet, bool IsCaptured)
{
    public bool IsGood => Outcome == "ok";
}

public sealed record CapturedCall(PharmacyCallRow Call, string IntegrationName, string Request, string Answer, DateTime Until);
