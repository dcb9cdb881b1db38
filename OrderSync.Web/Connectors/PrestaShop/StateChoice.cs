using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;

namespace OrderSync.Web.Connectors.PrestaShop;

/// <summary>Lists the shop's order states for the settings form, and checks those that are chosen: ids differ from shop to shop.</summary>
internal sealed class StateChoice(PrestaShopClient client)
{
    private const string Between = "; ";

    /// <summary>Some state of the shop is to be set by us.</summary>
    public static bool IsMade(Connection connection) => Chosen(connection).Any();

    /// <summary>The states as the last passed test found them, id and name; empty when there was none.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(IReadOnlyDictionary<string, string> facts) =>
    [
        .. facts.GetValueOrDefault(ShopFacts.OrderStates, "").Split(Between, StringSplitOptions.RemoveEmptyEntries)
            .Select(state => state.Split(' ', 2))
            .Where(parts => parts is [{ Length: > 0 } id, _] && id.All(char.IsAsciiDigit))
            .Select(parts => new KeyValuePair<string, string>(parts[0], parts[1])),
    ];

    public async Task CheckAsync(ShopAccess shop, Permissions permissions, Findings findings, CancellationToken ct)
    {
        if (!permissions.MayRead("order_states"))
        {
            return; // told already
        }

        try
        {
            var states = (await new MappingValues(client).ReadAsync(shop, MappingTables.OrderStatuses, ct))
                .Where(state => state.Hints.GetValueOrDefault(Suggestions.Deleted) != "1").ToList();
            findings.Facts[ShopFacts.OrderStates] = string.Join(Between, states.Select(state => $"{state.Source} {state.Name.Replace(Between, ", ", StringComparison.Ordinal)}"));
            findings.Problems.AddRange(Chosen(shop.Connection).Where(choice => states.All(state => state.Source != choice.State)).Select(choice => new ConnectionProblem(
                choice.Field, "unknown-state", new Phrase("The shop has no order state {0}.", choice.State), new Phrase("Choose one of its states, or none."))));
        }
        catch (RemoteFailureException error)
        {
            findings.Problems.Add(Findings.Problem(error.Failure));
        }
    }

    private static IEnumerable<(string Field, string State)> Chosen(Connection connection)
    {
        var settings = (PrestaShopSettings)connection.Settings;
        (string Field, string State)[] choices =
            [("statusForFullShipment", settings.StatusForFullShipment), ("statusForPartialShipment", settings.StatusForPartialShipment)];
        return choices.Where(choice => choice.State.Length > 0);
    }
}
