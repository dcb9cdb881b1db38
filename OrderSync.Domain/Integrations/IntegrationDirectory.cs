namespace OrderSync.Domain.Integrations;

/// <summary>Finds the integration a call from outside belongs to, and the others of its kind.</summary>
public interface IIntegrationDirectory
{
    /// <summary>The integration whose address ends in the key, settings still sealed; null when nobody has it.</summary>
    Task<Integration?> FindAsync(string key, CancellationToken ct);

    /// <summary>The integrations of a connector that are switched on, settings still sealed.</summary>
    Task<IReadOnlyList<Integration>> EnabledAsync(ConnectorKey connector, CancellationToken ct);
}
