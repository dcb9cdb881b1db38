using OrderSync.Domain;

namespace OrderSync.Web.Data.Accounts;

/// <summary>A key of the HTTP API. Only its hash is stored; the key itself is shown once.</summary>
public sealed class ApiKey
{
    public long Id { get; private set; }
    public required string Name { get; set; }
    public required Role Role { get; set; }

    /// <summary>SHA-256 of the key, hexadecimal. The key has 256 random bits, so a slow hash would add nothing.</summary>
    public required string Hash { get; init; }

    /// <summary>First characters, to tell keys apart in the list.</summary>
    public required string Prefix { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public DateTime? LastUsedAt { get; set; }
    public DateTime? RevokedAt { get; set; }
}
