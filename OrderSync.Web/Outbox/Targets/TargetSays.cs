using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Outbox.Targets;

/// <summary>What the order's history and its problems say of a system that carries orders out.</summary>
internal static class TargetSays
{
    public static Phrase Placed(string target, TargetAnswer.Taken taken) => taken.OrderNumber is { Length: > 0 } number
        ? new Phrase("'{0}' has taken the order as number {1}.", target, number)
        : new Phrase("'{0}' has taken the order as {1}.", target, taken.OrderId);

    /// <summary>A part that was not taken, with the products it is about by name.</summary>
    public static Phrase Of(string target, TargetWarning warning, IReadOnlyList<TargetLine> lines)
    {
        if (warning.Kind != TargetWarningKind.DroppedLines)
        {
            return new Phrase("'{0}' took the order, but: {1}", target, warning.Message.ToString());
        }

        var names = warning.Values.Select(key => lines.FirstOrDefault(line => line.Key == key) is { } line ? $"{line.Name} ({line.Article})" : key);
        return new Phrase("'{0}' made the order without {1}. Add it there by hand, or tell the customer; then check the article.", target, string.Join(", ", names));
    }

    /// <summary>All faults in one line; the remedy of the first.</summary>
    public static Phrase Of(string target, IReadOnlyList<TargetFault> faults) => new(
        "Not sent to '{0}': {1} {2}", target, string.Join(" ", faults.Select(fault => fault.Message.ToString())), faults[0].Remedy.ToString());
}
