using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Settings;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;

namespace OrderSync.Web.Features.Integrations;

/// <summary>Tests settings before they are saved: first what can be seen without a request, then the other side.</summary>
public sealed class ConnectionTester(IDbContextFactory<OrderSyncDb> databases)
{
    private static readonly (string Field, ChoiceKind Kind)[] ChoiceFields = [("store", ChoiceKind.Store), ("warehouse", ChoiceKind.Warehouse), ("exportWarehouses", ChoiceKind.Warehouse)];

    public async Task<ConnectionReport> TestAsync(
        ConnectorDescriptor connector, long integrationId, string name, IConnectorSettings settings, CancellationToken ct)
    {
        List<ConnectionProblem> faults = [.. settings.Validate(), .. await UnknownChoicesAsync(settings, ct)];
        if (faults.Count > 0 || connector.Ports is not IConnectionTest test)
        {
            return new ConnectionReport(faults, new Dictionary<string, string>());
        }

        return await test.TestAsync(ConnectionFactory.Open(integrationId, name, settings, new Dictionary<string, string>()), ct);
    }

    /// <summary>Settings may name a store or warehouses; a key that does not exist would only show when the first order is imported, or as stock that is not offered.</summary>
    private async Task<List<ConnectionProblem>> UnknownChoicesAsync(IConnectorSettings settings, CancellationToken ct)
    {
        var json = JsonSerializer.SerializeToElement(settings, settings.GetType(), JsonSerializerOptions.Web);
        var faults = new List<ConnectionProblem>();
        foreach (var (field, kind) in ChoiceFields)
        {
            foreach (var key in json.TryGetProperty(field, out var value) ? KeysIn(value) : [])
            {
                if (!await ExistsAsync(kind, key, ct))
                {
                    faults.Add(new ConnectionProblem(field, "unknown-choice",
                        new Phrase("'{0}' does not exist.", key), new Phrase("Choose one from the list, or create it on the Settings page.")));
                }
            }
        }

        return faults;
    }

    private static IEnumerable<string> KeysIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { Length: > 0 } key => [key],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(KeysIn),
        _ => [],
    };

    private async Task<bool> ExistsAsync(ChoiceKind kind, string key, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        return await db.Choices.AnyAsync(choice => choice.Kind == kind && choice.Key == key, ct);
    }
}
