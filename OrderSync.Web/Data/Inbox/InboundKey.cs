namespace OrderSync.Web.Data.Inbox;

/// <summary>How a system outside calls an integration: the public end of the address, and the secret it signs with. Made when first wanted.</summary>
public sealed class InboundKey
{
    public required long IntegrationId { get; init; }

    /// <summary>The last part of the address. Not a secret, but not to be guessed either.</summary>
    public required string Key { get; init; }

    /// <summary>Encrypted.</summary>
    public required string Secret { get; set; }

    /// <summary>The one before, encrypted: it is good until the next change or <see cref="PreviousUntil"/>.</summary>
    public string? PreviousSecret { get; set; }
    public DateTime? PreviousUntil { get; set; }
    public required DateTime MadeAt { get; init; }
    public DateTime? ChangedAt { get; set; }
    public Guid Stamp { get; set; }
}
