namespace OrderSync.Web.Data.Protection;

/// <summary>A Data Protection key as XML; kept with the data it protects, so that a backup is complete.</summary>
public sealed class ProtectionKey
{
    public long Id { get; private set; }
    public required string FriendlyName { get; init; }
    public required string Xml { get; init; }
}
