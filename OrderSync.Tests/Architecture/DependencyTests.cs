using System.Text.RegularExpressions;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Architecture;

/// <summary>The dependency rules of the house, read off the sources: who may name whose namespace.</summary>
public sealed partial class DependencyTests
{
    private const string Web = "OrderSync.Web";

    /// <summary>Folder of OrderSync.Web, and the sibling folders it may use. Everybody may use the domain and itself.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Components"] = [],
        ["Data"] = [],
        ["Connectors"] = ["Components"],
        ["Feeds"] = ["Data", "Outbox", "Connectors.Shared"],
        ["Outbox"] = ["Data", "Connectors.Shared"],
        ["Pharmacy"] = ["Data", "Outbox", "Feeds", "Connectors.Shared"],
        ["Alerts"] = ["Data", "Connectors.Shared", "Components"], // Components for the words of mails
        ["Sandbox"] = ["Components"],
        ["Features"] = ["Data", "Feeds", "Outbox", "Pharmacy", "Alerts", "Components", "Connectors.Shared"],
        ["Api"] = ["Features"],
        ["Account"] = ["Data", "Components", "Features"],
        ["Commands"] = ["Data", "Account"],
        ["Hosting"] = [],
    };

    public static TheoryData<string> Folders => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_names_only_the_folders_it_may_use(string folder)
    {
        var wrong = Sources(folder)
            .SelectMany(file => UsedNamespaces(file.Text).Where(used => !MayUse(folder, used)).Select(used => $"{file.Path} uses {used}"))
            .ToList();

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public void A_connector_does_not_know_another_connector()
    {
        var wrong = Directory.GetDirectories(Path.Combine(Repository.Root, Web, "Connectors")).Select(Path.GetFileName)
            .Where(name => name != "Shared")
            .SelectMany(name => Sources($"Connectors/{name}")
                .SelectMany(file => UsedNamespaces(file.Text)
                    .Where(used => used.StartsWith("Connectors.", StringComparison.Ordinal)
                        && !used.StartsWith("Connectors.Shared", StringComparison.Ordinal)
                        && !used.StartsWith($"Connectors.{name}", StringComparison.Ordinal))
                    .Select(used => $"{file.Path} uses {used}")))
            .ToList();

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public void Every_folder_of_the_program_has_its_rule()
    {
        string[] withoutCode = ["wwwroot", "Properties", "bin", "obj", "data", "Resources"];
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, Web)).Select(Path.GetFileName);

        Assert.Empty(folders.Except(Allowed.Keys).Except(withoutCode));
    }

    [Fact]
    public void The_domain_references_nothing_but_the_framework()
    {
        var references = typeof(OrderSync.Domain.Phrase).Assembly.GetReferencedAssemblies().Select(name => name.Name!);

        Assert.All(references, name => Assert.StartsWith("System.", name));
    }

    [Fact]
    public void Requests_to_the_outside_are_made_only_where_their_addresses_are_guarded() =>
        AssertOnlyIn(HttpClientWord(), ["Connectors/", "Alerts/", "Sandbox/"]);

    /// <summary>A pharmacy's program calls and is never called (contracts/kamsoft.md S2).</summary>
    [Fact]
    public void What_serves_a_pharmacy_has_no_way_out()
    {
        var wrong = Sources("Connectors/Kamsoft").Concat(Sources("Pharmacy"))
            .Where(file => HttpClientWord().IsMatch(file.Text) || file.Text.Contains("Socket", StringComparison.Ordinal)).Select(file => file.Path).ToList();

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public void Services_are_looked_up_only_where_the_program_is_put_together() =>
        AssertOnlyIn(ServiceProviderWord(), ["Program.cs", "Setup.cs", "Feeds/FeedRunner.cs"]);

    [Fact]
    public void A_database_context_lives_for_one_operation_and_never_in_a_field()
    {
        var wrong = AllSources().Where(file => ContextField().IsMatch(file.Text)).Select(file => file.Path).ToList();

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public void An_interface_has_more_than_one_implementation_or_is_a_port()
    {
        // Implemented once, but seams by intent: a connector's settings, pages told of changes whose source they must not know,
        // and a selection whose key type a table need not know.
        string[] seams = ["IConnectorSettings", "ILiveSource", "ISelection`1"];
        var types = typeof(OrderSync.Web.Data.OrderSyncDb).Assembly.GetTypes();

        var lonely = types
            .Where(type => type.IsInterface && type.Namespace?.StartsWith(Web, StringComparison.Ordinal) == true && !seams.Contains(type.Name))
            .Where(type => types.Count(candidate => candidate is { IsClass: true, IsAbstract: false } && Implements(candidate, type)) < 2)
            .Select(type => type.FullName);

        Assert.Empty(lonely);
    }

    private static bool Implements(Type candidate, Type type) =>
        candidate.GetInterfaces().Any(implemented => (implemented.IsGenericType ? implemented.GetGenericTypeDefinition() : implemented) == type);

    private static bool MayUse(string folder, string used) =>
        IsIn(used, folder) || Allowed[folder].Any(allowed => IsIn(used, allowed)) || (folder == "Connectors" && used.StartsWith("Connectors", StringComparison.Ordinal));

    private static bool IsIn(string used, string folder) => used == folder || used.StartsWith(folder + ".", StringComparison.Ordinal);

    private static void AssertOnlyIn(Regex word, string[] places)
    {
        var wrong = AllSources()
            .Where(file => word.IsMatch(file.Text) && !places.Any(place => file.Path.Contains(place, StringComparison.Ordinal)))
            .Select(file => file.Path)
            .ToList();

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static IEnumerable<string> UsedNamespaces(string text) =>
        Usings().Matches(text).Select(match => match.Groups[1].Value);

    private static IEnumerable<(string Path, string Text)> AllSources() => Allowed.Keys.SelectMany(Sources);

    private static IEnumerable<(string Path, string Text)> Sources(string folder)
    {
        var root = Path.Combine(Repository.Root, Web, folder);
        return !Directory.Exists(root)
            ? []
            : Directory.EnumerateFiles(root, "*.*", SearchOption.AllDirectories)
                .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}Migrations{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Select(file => (Path.GetRelativePath(Path.Combine(Repository.Root, Web), file).Replace('\\', '/'), File.ReadAllText(file)));
    }

    [GeneratedRegex(@"^\s*(?:global )?@?using (?:static )?(?:\w+ = )?OrderSync\.Web\.([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"\b(HttpClient|IHttpClientFactory|HttpMessageInvoker)\b")]
    private static partial Regex HttpClientWord();

    [GeneratedRegex(@"\b(IServiceProvider|IServiceScopeFactory|RequestServices)\b")]
    private static partial Regex ServiceProviderWord();

    [GeneratedRegex(@"(private|readonly|protected)\s+(readonly\s+)?OrderSyncDb\s+\w+\s*[;=]")]
    private static partial Regex ContextField();
}
