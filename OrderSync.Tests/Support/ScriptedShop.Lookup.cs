using System.Runtime.CompilerServices;
using OrderSync.Domain.Integrations;

namespace OrderSync.Tests.Support;

/// <summary>The shop's own list of orders: those it shows, and those only its list has.</summary>
internal sealed partial class ScriptedShop
{
    /// <summary>Numbers that were looked for.</summary>
    public List<string> LookedFor { get; } = [];

    /// <summary>How many pages of the list were given.</summary>
    public int HeadPages { get; private set; }

    public int HeadPageSize { get; set; } = 2;

    /// <summary>What happens after a page of the list was given.</summary>
    public Func<Task> AfterHeads { get; set; } = () => Task.CompletedTask;

    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Warsaw");

    /// <summary>Set to break every question about an order.</summary>
    public RemoteFailure? LookupFailure { get; set; }

    public Task<FoundOrders> FindAsync(Connection connection, string number, CancellationToken ct)
    {
        LookedFor.Add(number);
        return LookupFailure is { } failure
            ? throw new RemoteFailureException(failure)
            : Task.FromResult(new FoundOrders(
                [.. Orders.Where(order => order.ExternalId == number || order.Reference == number)],
                [.. Unreadable.Where(order => order.ExternalId == number)]));
    }

    public async IAsyncEnumerable<IReadOnlyList<OrderHead>> ListAsync(Connection connection, DateOnly? from, [EnumeratorCancellation] CancellationToken ct)
    {
        var heads = Orders.Select(order => new OrderHead(order.ExternalId, order.PlacedAt is { } at ? DayIn(connection, at) : null))
            .Where(head => from is null || head.Day >= from);
        foreach (var page in heads.Chunk(HeadPageSize))
        {
            ct.ThrowIfCancellationRequested();
            BeforePage(HeadPages++);
            yield return page;
            await AfterHeads();
        }
    }

    public DateOnly DayIn(Connection connection, DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, Zone));

    public Func<string, bool> IsPast(Connection connection, string? cursor)
    {
        var read = Orders.Take(cursor is null ? 0 : int.Parse(cursor)).Select(order => order.ExternalId).ToHashSet();
        return read.Contains;
    }
}
