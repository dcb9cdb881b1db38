using System.Diagnostics.CodeAnalysis;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.Shared;

/// <summary>All connectors of the program, by key.</summary>
public sealed class ConnectorRegistry(IEnumerable<ConnectorDescriptor> descriptors)
{
    private readonly Dictionary<ConnectorKey, ConnectorDescriptor> byKey = descriptors.ToDictionary(descriptor => descriptor.Key);

    public IReadOnlyCollection<ConnectorDescriptor> All => byKey.Values;

    public ConnectorDescriptor Get(ConnectorKey key) => byKey[key];

    public bool TryGet(ConnectorKey key, [NotNullWhen(true)] out ConnectorDescriptor? descriptor) => byKey.TryGetValue(key, out descriptor);

    /// <summary>The connector as the port asked for, or null when it does not have it.</summary>
    public T? Port<T>(ConnectorKey key) where T : class => byKey[key].Ports as T;
}
