using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.Shared;

/// <summary>What a connector's settings form edits: the settings, the problems at their fields, and the choices the product offers.</summary>
public sealed class SettingsFormModel
{
    public required IConnectorSettings Settings { get; set; }

    public IReadOnlyList<ConnectionProblem> Problems { get; set; } = [];

    /// <summary>What the last test would do better; it does not stand in the way.</summary>
    public IReadOnlyList<ConnectionProblem> Hints { get; set; } = [];

    /// <summary>What the last passed test found out; the connector's form may offer choices from it.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; set; } = new Dictionary<string, string>();

    /// <summary>Stores orders can be assigned to, key and name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Stores { get; init; } = [];

    /// <summary>Warehouses stock can lie in, key and name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Warehouses { get; init; } = [];

    /// <summary>Integrations orders come from, id and name.</summary>
    public IReadOnlyList<KeyValuePair<long, string>> Shops { get; init; } = [];

    /// <summary>The reader may look but not change.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Called after each edit, so that the page knows there is something to save.</summary>
    public Action Changed { get; init; } = () => { };

    /// <summary>Called after a value that the test suggested was put into its field, for a page that goes on by itself then.</summary>
    public Func<Task> Accepted { get; init; } = () => Task.CompletedTask;

    public ConnectionProblem? ProblemAt(string field) => Problems.FirstOrDefault(problem => problem.Field == field);
}
