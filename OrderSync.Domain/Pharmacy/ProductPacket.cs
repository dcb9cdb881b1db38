namespace OrderSync.Domain.Pharmacy;

public enum PacketState
{
    /// <summary>Stored as a whole; not every product of it is worked off.</summary>
    Queued,
    Done,
}

/// <summary>
/// One message with products of a pharmacy's program, stored as a whole before anything of it is applied. Packets of one integration are worked
/// off in the order they came, so what is older never overwrites what is newer.
/// </summary>
public sealed class ProductPacket
{
    public const int IdLength = 64;

    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required PharmacyFace Face { get; init; }

    /// <summary>The caller's id; with the part it makes a repeated message known. One of ours for callers that give none.</summary>
    public required string PacketId { get; init; }
    public int Part { get; init; } = 1;
    public int Parts { get; init; } = 1;

    /// <summary>Whether it claims to be the whole offer: then products it lacks are reported, and nothing else.</summary>
    public bool IsFull { get; init; }

    /// <summary>When the program made it, as it says.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>SHA-256 of the message, hexadecimal.</summary>
    public required string BodyHash { get; init; }
    public required DateTime ReceivedAt { get; init; }
    public PacketState State { get; set; } = PacketState.Queued;
    public DateTime? DoneAt { get; set; }

    /// <summary>Products worked off, from the first on.</summary>
    public int Applied { get; set; }
    public required int Received { get; init; }
    public int Created { get; set; }
    public int Updated { get; set; }
    public int Unchanged { get; set; }
    public int Locked { get; set; }
    public int Unknown { get; set; }
    public int Ambiguous { get; set; }
    public int Invalid { get; set; }
    public int Failed { get; set; }

    /// <summary>Products of ours the pharmacy masters that a whole offer does not name; set once all its parts are here.</summary>
    public int? Absent { get; set; }

    /// <summary>Elements and attributes nobody knows.</summary>
    public int Ignored { get; init; }

    /// <summary>Time spent on applying it.</summary>
    public int Milliseconds { get; set; }
    public Guid Stamp { get; set; }

    /// <summary>Counts a product that is worked off: the counts add up to <see cref="Applied"/>.</summary>
    public void Count(PacketVerdict verdict)
    {
        Applied++;
        _ = verdict switch
        {
            PacketVerdict.Created => Created++,
            PacketVerdict.Updated => Updated++,
            PacketVerdict.Unchanged => Unchanged++,
            PacketVerdict.Locked => Locked++,
            PacketVerdict.Unknown => Unknown++,
            PacketVerdict.Ambiguous => Ambiguous++,
            PacketVerdict.Invalid => Invalid++,
            _ => Failed++,
        };
    }
}

/// <summary>Products of a packet, some hundred in one row, compressed. Removed once they are applied.</summary>
public sealed class PacketChunk
{
    public long Id { get; private set; }
    public required long PacketId { get; init; }

    /// <summary>Of its first product in the packet, from 0.</summary>
    public required int Position { get; init; }
    public required byte[] Body { get; init; }
}

/// <summary>What became of a product of a packet (§7.4).</summary>
public enum PacketVerdict
{
    Updated,
    Unchanged,
    Created,

    /// <summary>All that was sent is held back by locks.</summary>
    Locked,

    /// <summary>No product is found, and none may or can be made.</summary>
    Unknown,

    /// <summary>Several products are found; nothing was written.</summary>
    Ambiguous,

    /// <summary>A field cannot be used; the good ones were written.</summary>
    Invalid,
    Error,
}

/// <summary>The result for one product of a packet, in the packet's order.</summary>
public sealed class PacketLine
{
    public const int NameLength = 128;

    public long Id { get; private set; }
    public required long PacketId { get; init; }
    public required int Position { get; init; }
    public string Ref { get; init; } = "";
    public string Bloz { get; init; } = "";
    public string Ean { get; init; } = "";

    /// <summary>As the packet says it, else as we do.</summary>
    public string Name { get; init; } = "";
    public required PacketVerdict Verdict { get; init; }
    public long? ProductId { get; init; }

    /// <summary>How it was found; null when it was not.</summary>
    public MatchStep? By { get; init; }

    /// <summary>Words of the fields that were written, held back by locks, and held back by switches, with blanks between them.</summary>
    public string Set { get; init; } = "";
    public string Locked { get; init; } = "";
    public string Off { get; init; } = "";

    /// <summary>Words of §7.4, with blanks between them.</summary>
    public string Warnings { get; init; } = "";

    /// <summary>Word of §7.4, for example <c>no-match</c>; empty when nothing is wrong.</summary>
    public string Code { get; init; } = "";
    public Phrase? Message { get; init; }

    /// <summary>For example <c>inactive</c>.</summary>
    public string Note { get; init; } = "";

    /// <summary>Products it might be, at most five ids with blanks between them.</summary>
    public string Candidates { get; init; } = "";

    /// <summary>Pieces taken off the sent figure for orders that were not fetched yet; negative.</summary>
    public int? Adjusted { get; init; }
}

/// <summary>An item of a pharmacy as its packets named it, and the product it is. Its memory: an item that was found once is found again.</summary>
public sealed class PharmacyItem
{
    public const int KeyLength = 70;
    public const int HashLength = 64;

    public long Id { get; private set; }
    public required long IntegrationId { get; init; }

    /// <summary>See <see cref="OfferedProduct.Key"/>; unique in the integration.</summary>
    public required string Key { get; init; }
    public string Ref { get; set; } = "";
    public string Bloz { get; set; } = "";
    public string Ean { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>Null while nobody knows which product it is.</summary>
    public long? VariantId { get; set; }

    /// <summary>How it was found; null for a pair made by a person, or none.</summary>
    public MatchStep? PairedBy { get; set; }

    /// <summary>Who paired it by hand; empty for a pair that was found.</summary>
    public string PairedByPerson { get; set; } = "";
    public DateTime? PairedAt { get; set; }

    /// <summary>A person said that it shall not be paired: it is not shown among those that wait.</summary>
    public bool LeftOut { get; set; }

    /// <summary>What was sent besides what is used.</summary>
    public IReadOnlyDictionary<string, string> Other { get; set; } = new Dictionary<string, string>();

    /// <summary>Hash of what locks of its product kept from being written when a packet named it last; empty for nothing.</summary>
    public string Kept { get; set; } = "";

    /// <summary>When a packet named it last.</summary>
    public required DateTime SeenAt { get; set; }
    public long? SeenInPacketId { get; set; }
    public Guid Stamp { get; set; }
}
