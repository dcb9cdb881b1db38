using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Connectors.Shared;

/// <summary>What pages, API and feeds need to know of a connector. They draw from it and never learn a connector's name.</summary>
/// <param name="Name">Shown to people, not translated (a brand).</param>
/// <param name="Description">One English sentence, translated when shown.</param>
/// <param name="SettingsType">Settings record; public properties are its fields, <see cref="SecretAttribute"/> marks secrets.</param>
/// <param name="SettingsForm">Razor component with a <c>Model</c> of type <see cref="SettingsFormModel"/>.</param>
/// <param name="Ports">The connector itself; asked for ports with <see cref="ConnectorRegistry.Port{T}"/>.</param>
public sealed record ConnectorDescriptor(
    ConnectorKey Key,
    string Name,
    string Description,
    Type SettingsType,
    Type SettingsForm,
    IReadOnlyList<FeedOffer> Feeds,
    IReadOnlyList<MappingTableOffer> MappingTables,
    object Ports)
{
    /// <summary>Settings of the sandbox's system, so that the product can be tried; null when the sandbox has none.</summary>
    public Func<IConnectorSettings>? SandboxSettings { get; init; }

    /// <summary>What the integration with the sandbox is called at first.</summary>
    public string SandboxName { get; init; } = "Sandbox shop";

    /// <summary>What is mapped to what in the sandbox's system, by table and source: its values are known, while each real system has its own.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> SandboxTargets { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Tells the sandbox's system how to call the program. Null when it never calls.</summary>
    public Func<SandboxDoor, CancellationToken, Task>? SandboxModule { get; init; }

    /// <summary>What is installed in the other system so that it reports changes by itself; null when there is nothing of the kind.</summary>
    public ModuleOffer? Module { get; init; }
}

/// <summary>A piece of software for the other system.</summary>
/// <param name="WriteAsync">Writes the file, with the address to call and the secret to sign with filled in.</param>
/// <param name="Steps">How it is installed; English, translated when shown.</param>
public sealed record ModuleOffer(string FileName, string ContentType, Func<Stream, Uri, string, CancellationToken, Task> WriteAsync, IReadOnlyList<string> Steps);

/// <summary>A feed a connector offers.</summary>
/// <param name="DefaultCron">Schedule a new integration starts with; null for feeds run by hand.</param>
public sealed record FeedOffer(FeedKey Key, string? DefaultCron);

/// <summary>A mapping table a connector needs.</summary>
/// <param name="Title">English, translated when shown.</param>
/// <param name="SourceTitle">Heading of the left column, for example "Status in PrestaShop".</param>
public sealed record MappingTableOffer(string Table, string Title, string SourceTitle, string Help)
{
    /// <summary>
    /// Set for a table that goes the other way, from a status here to a value there: the table whose values of the other system are its targets.
    /// What has no target is not sent, which is no fault.
    /// </summary>
    public string? TargetsOf { get; init; }

    /// <summary>Set instead for a table that goes the other way to values the connector knows by itself: code and words.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Targets { get; init; } = [];

    /// <summary>Set instead for a table that goes the other way to values the other system cannot list: people type them.</summary>
    public TypedTarget? Typed { get; init; }

    /// <summary>Set for a table that comes from there to meanings which are always the same: code and words.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Meanings { get; init; } = [];

    /// <summary>What stands at the left of a table that goes the other way.</summary>
    public MappingLeft Left { get; init; }

    /// <summary>The statuses at the left of such a table.</summary>
    public IReadOnlyList<OrderStatus> Statuses { get; init; } = [];

    /// <summary>The left side of a table of <see cref="MappingLeft.Listed"/>: key and English title, translated when shown.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sources { get; init; } = [];

    /// <summary>Heading of the right column.</summary>
    public string TargetTitle { get; init; } = "In OrderSync";

    public bool IsBack => TargetsOf is not null || Targets.Count > 0 || Typed is not null;

    /// <summary>Targets a new integration starts with, by source.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>();
}

/// <summary>What stands at the left of a mapping table that goes from here to the other system.</summary>
public enum MappingLeft
{
    Statuses,
    PaymentMethods,

    /// <summary>The integrations orders come from; the key is their id.</summary>
    Shops,

    /// <summary>Things of the other system that the connector knows by itself: <see cref="MappingTableOffer.Sources"/>.</summary>
    Listed,
}

/// <summary>Values of the other system that people type, because it cannot list them.</summary>
/// <param name="Example">Shown where nothing is typed yet.</param>
/// <param name="FaultOf">Why a value cannot be one; null when it can.</param>
public sealed record TypedTarget(string Example, Func<string, Phrase?> FaultOf)
{
    /// <summary>Several values between commas, each of which stands in one row of the table only.</summary>
    public bool IsList { get; init; }
}

/// <summary>Settings of a connector: checked without any request.</summary>
public interface IConnectorSettings
{
    /// <summary>Requests per minute over all processes; 0 for no limit.</summary>
    int RequestsPerMinute { get; }

    /// <summary>Faults that can be seen without asking the other side.</summary>
    IEnumerable<ConnectionProblem> Validate();
}

/// <summary>Marks a setting that is encrypted at rest and never shown.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute
{
    /// <summary>Stands for a stored secret towards people and the API; sending it back leaves the secret as it is.</summary>
    public const string Mask = "••••";
}
