using OrderSync.Domain.Integrations;

namespace OrderSync.Tests.Support;

/// <summary>
/// How the shop of a test treats states and tracking numbers: as a real one does, every POST adds to the history and mails, whatever stands
/// there already. What looks first is this class, as the port demands.
/// </summary>
internal sealed class ScriptedStatuses : IOrderStatusTarget
{
    private readonly Dictionary<string, Seen> orders = [];

    public StatusSettings Settings { get; set; } = new("4", "20", true);

    /// <summary>Called at each moment of a call by name (<c>look</c>, <c>before-tracking</c>, <c>after-tracking</c>, <c>before-state</c>, <c>after-state</c>); throw or hang to break it.</summary>
    public Func<string, Task> At { get; set; } = _ => Task.CompletedTask;

    /// <summary>Everything written, in the order it was written.</summary>
    public List<string> Writes { get; } = [];

    public StatusWritten? Refuses { get; set; }

    public Seen this[string order] => orders.TryGetValue(order, out var seen) ? seen : orders[order] = new Seen();

    public async Task<ShownOrder?> LookAsync(Connection connection, string orderId, CancellationToken ct)
    {
        await At("look");
        var order = this[orderId];
        return order.IsGone ? null : new ShownOrder(order.State, $"State {order.State}", order.Tracking, $"{order.History.Count}");
    }

    public async Task<StatusWritten> WriteTrackingAsync(Connection connection, TrackingWrite write, CancellationToken ct)
    {
        await At("before-tracking");
        var (order, text) = (this[write.OrderId], string.Join(", ", write.Numbers));
        if (Refuses is { } refusal)
        {
            return refusal;
        }

        if (order.Tracking is null)
        {
            return new StatusWritten(StatusSent.NoPlace, "", "");
        }

        var before = order.Tracking;
        if (before == text)
        {
            return new StatusWritten(StatusSent.AlreadyThere, before, before);
        }

        order.Tracking = text;
        Writes.Add($"tracking {text}");
        await At("after-tracking");
        return new StatusWritten(StatusSent.Written, before, text);
    }

    public async Task<StatusWritten> WriteStateAsync(Connection connection, StateWrite write, CancellationToken ct)
    {
        await At("before-state");
        var order = this[write.OrderId];
        var (before, mark) = (order.State, int.Parse(write.Mark ?? "0"));
        if (before == write.State)
        {
            return new StatusWritten(StatusSent.AlreadyThere, before, before);
        }

        if (order.History.Skip(mark).Contains(write.State) || write.Beyond.Contains(before))
        {
            return new StatusWritten(StatusSent.MovedOn, before, before);
        }

        order.Set(write.State, write.Notify);
        Writes.Add($"state {write.State}");
        await At("after-state");
        return new StatusWritten(StatusSent.Written, before, write.State);
    }

    StatusSettings IOrderStatusTarget.StatusSettings(Connection connection) => Settings;

    /// <summary>An order as the shop has it.</summary>
    internal sealed class Seen
    {
        public string State { get; private set; } = "2";

        /// <summary>Null where nothing is delivered.</summary>
        public string? Tracking { get; set; } = "";

        public bool IsGone { get; set; }

        public List<string> History { get; } = ["2"];

        public int Mails { get; private set; }

        public void Set(string state, bool notify = false)
        {
            State = state;
            History.Add(state);
            Mails += notify ? 1 : 0;
        }
    }
}
