using OrderSync.Domain.Integrations;

namespace OrderSync.Domain.Orders;

/// <summary>
/// An order as a system knows it that carries it out. There is one for each order and system, from the moment its message is sent; how far the
/// message came stands with the message.
/// </summary>
public sealed class TargetOrder
{
    public const int WordLength = 64;
    public const int NoteLength = 500;

    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required long OrderId { get; init; }

    /// <summary>The system's own number, by which it is asked and by which it reports; empty while it has not said.</summary>
    public string RemoteId { get; set; } = "";

    /// <summary>The number people see there; empty when it has none.</summary>
    public string RemoteNumber { get; set; } = "";

    /// <summary>Which line of the order each item of the last message stands for.</summary>
    public IReadOnlyList<TargetLine> Lines { get; set; } = [];

    /// <summary>The system's word for the status it reported last, and what that means here; null when it means nothing.</summary>
    public string RemoteStatus { get; set; } = "";
    public OrderStatus? Reported { get; set; }
    public DateTime? ReportedAt { get; set; }

    /// <summary>The system's own time of that report, without a zone: puts the reports about one order into order, and nothing else.</summary>
    public string ReportedLocal { get; set; } = "";

    /// <summary>When it was asked after last.</summary>
    public DateTime? AskedAt { get; set; }
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it was known to be there.</summary>
    public DateTime? PlacedAt { get; set; }

    /// <summary>What is not as it should be though the system has the order, oldest first.</summary>
    public IReadOnlyList<TargetTrouble> Troubles { get; set; } = [];

    /// <summary>Somebody has to see to the troubles.</summary>
    public bool NeedsPerson { get; private set; }

    /// <summary>Who saw to them last, and what was noted.</summary>
    public string SeenBy { get; private set; } = "";
    public DateTime? SeenAt { get; private set; }
    public string SeenNote { get; private set; } = "";
    public Guid Stamp { get; set; }

    /// <summary>By what people find it there.</summary>
    public string Number => RemoteNumber.Length > 0 ? RemoteNumber : RemoteId;

    /// <summary>The system has the order under this number.</summary>
    public void Place(string remoteId, string? number, DateTime at) =>
        (RemoteId, RemoteNumber, PlacedAt, Stamp) = (remoteId, number ?? RemoteNumber, PlacedAt ?? at, Guid.NewGuid());

    /// <summary>Marks it for a person. The same trouble is not noted twice.</summary>
    public void Trouble(string code, Phrase text, DateTime at)
    {
        if (Troubles.Any(known => known.Code == code && known.Text.ToString() == text.ToString()))
        {
            return;
        }

        (Troubles, NeedsPerson, Stamp) = ([.. Troubles, new TargetTrouble(code, text, at)], true, Guid.NewGuid());
    }

    /// <summary>A person has seen to the troubles.</summary>
    public void Settle(string by, string note, DateTime at) => (NeedsPerson, SeenBy, SeenNote, SeenAt, Stamp) = (false, by, note, at, Guid.NewGuid());

    /// <summary>What it reported. One that is older than the last by its own clock says nothing new.</summary>
    /// <returns>False when it was older, or the same.</returns>
    public bool Report(string word, OrderStatus? meaning, string local, DateTime at)
    {
        var said = local.Length > 0 ? local : ReportedLocal;
        if (string.CompareOrdinal(said, ReportedLocal) < 0 || (word == RemoteStatus && said == ReportedLocal))
        {
            return false;
        }

        (RemoteStatus, Reported, ReportedLocal, ReportedAt, Stamp) = (word, meaning, said, at, Guid.NewGuid());
        return true;
    }
}

/// <param name="Code">Stable name, for grouping and for scripts.</param>
public sealed record TargetTrouble(string Code, Phrase Text, DateTime At);
