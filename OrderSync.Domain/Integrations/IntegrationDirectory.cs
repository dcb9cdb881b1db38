namespace OrderSync.Domain.Integrations;

/// <summary>Finds the integration a call from outside belongs to.</summary>
public interface IIntegrationDirectory
{
    /// <summary>The integration whose address ends in the key, settings still sealed; null when nobody has it.</summary>
    Task<Integration?> FindAsync(string key, CancellationToken ct);
}
