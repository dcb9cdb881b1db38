namespace OrderSync.Domain.Exporting;

/// <summary>What is known of a product in a shop that is sent what another integration masters of it: an unchanged one costs the shop nothing.</summary>
public sealed class ProductExport
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required long ListingId { get; init; }

    /// <summary>Fingerprint of the texts the shop was sent last.</summary>
    public string TextsSent { get; set; } = "";

    /// <summary>Fingerprint of what the shop made of them: it may clean descriptions when it saves them.</summary>
    public string TextsShown { get; set; } = "";

    /// <summary>State of the product here when it was compared last.</summary>
    public DateTime? ComparedAt { get; set; }

    /// <summary>When the shop was looked at last.</summary>
    public DateTime? LookedAt { get; set; }

    /// <summary>Why something of it cannot be sent; null when nothing stands in the way.</summary>
    public Phrase? Trouble { get; set; }
}

/// <summary>A picture on its way into a shop. Stored before it is sent, so that a lost answer leaves no second one.</summary>
public sealed class ImageExport
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required long ListingId { get; init; }

    /// <summary>Of its content: the same picture is sent to a product once.</summary>
    public required string Hash { get; init; }

    /// <summary>Pictures the shop showed before: what it shows besides after a doubt is this one.</summary>
    public required IReadOnlyList<string> Before { get; set; }
    public required DateTime TriedAt { get; set; }

    /// <summary>The shop's id of it; empty until it is known to be there.</summary>
    public string ExternalId { get; set; } = "";

    /// <summary>Why the shop refused it.</summary>
    public Phrase? Trouble { get; set; }
}

/// <summary>A product on its way into a shop that does not have it. Taken away when the product is listed there.</summary>
public sealed class NewProductExport
{
    public long Id { get; private set; }
    public required long IntegrationId { get; init; }
    public required long ProductId { get; init; }

    /// <summary>By it the product is found in the shop when the answer to its making was lost.</summary>
    public required string Reference { get; init; }

    /// <summary>When it was sent last, stored before anything is sent; null while it has not been.</summary>
    public DateTime? TriedAt { get; set; }

    /// <summary>Why it was not made.</summary>
    public Phrase? Trouble { get; set; }
}
