using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>A message in the making: what is in it, what keeps it from being sent, and what people should know of it.</summary>
internal sealed class OrderDraft(FrontPadSettings settings, Order order, OrderTargetMaps maps)
{
    public FrontPadSettings Settings => settings;

    public Order Order => order;

    public OrderTargetMaps Maps => maps;

    public FrontPadMessage Message { get; } = new();

    public List<TargetFault> Faults { get; } = [];

    public List<Phrase> Notes { get; } = [];

    public List<TargetLine> Lines { get; } = [];

    /// <summary>The message for an order, or why there is none (contracts/frontpad.md §2.1).</summary>
    public static TargetDraft Make(FrontPadSettings settings, Order order, OrderTargetMaps maps)
    {
        if (order.Lines.Count > 0 && order.Lines.All(line => line.ToShip == 0))
        {
            return new TargetDraft(null, [], [], []) { IsEmpty = true };
        }

        var draft = new OrderDraft(settings, order, maps);
        OrderItems.Fill(draft);
        OrderFields.Fill(draft);
        OrderCodes.Fill(draft);
        return new TargetDraft(draft.Faults.Count == 0 ? draft.Message.Store() : null, draft.Faults, draft.Notes, draft.Lines);
    }

    public void Fault(TargetFaultKind kind, string subject, Phrase message, string remedy, params string[] args) =>
        Faults.Add(new TargetFault(kind, subject, message, new Phrase(remedy, args)));

    public void Note(string text, params string[] args) => Notes.Add(new Phrase(text, args));
}
