namespace OrderSync.Domain.Integrations;

/// <summary>Names a kind of outside system, for example <c>prestashop</c>. A value, not an enum: connectors are added without touching the domain.</summary>
public readonly record struct ConnectorKey(string Value)
{
    public override string ToString() => Value;
}
