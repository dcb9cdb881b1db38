using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Importing;

/// <summary>What a shop's present content means for an order that is here already, as data.</summary>
/// <param name="Status">The order's new status; null when it keeps its own.</param>
/// <param name="Lines">Lines that are new or differ; the others stay.</param>
/// <param name="Methods">Shipping and payment method as they are mapped now.</param>
public sealed record OrderUpdate(OrderStatus? Status, IReadOnlyList<LineUpdate> Lines, UpdatedMethods Methods)
{
    /// <summary>What changes, in words, for the order's history.</summary>
    public required IReadOnlyList<Phrase> Changes { get; init; }

    /// <summary>What the shop says but the order does not follow, and why.</summary>
    public required IReadOnlyList<Phrase> LeftAlone { get; init; }

    public bool ChangesAnything => Changes.Count > 0;

    /// <summary>The mapping of order statuses says nothing about the shop's status: once it does, the order is to follow.</summary>
    public bool StatusWaits { get; init; }
}

/// <summary>A line the shop added, changed or took away (then <paramref name="Wanted"/> asks for no pieces).</summary>
public sealed record LineUpdate(OrderLine? Existing, ExternalLine Wanted);

/// <summary>The order's methods after an update: their keys, and the shop's names they stand for.</summary>
public sealed record UpdatedMethods(string? Shipping, string CarrierName, string Payment, string PaymentText);

/// <summary>What happened to an order here that a shop's change has to respect.</summary>
/// <param name="ShopStatusBefore">The shop's status the order followed last.</param>
/// <param name="SentStatus">The shop's status we put there last; empty when none. Reading it back is an echo.</param>
/// <param name="Shipped">Pieces that left the house, by line id.</param>
public sealed record UpdateContext(string ShopStatusBefore, string SentStatus, IReadOnlyDictionary<long, int> Shipped);
