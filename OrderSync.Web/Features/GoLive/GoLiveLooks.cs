using OrderSync.Domain.GoLive;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.GoLive;

/// <summary>Words and icons of the go-live checklist; English, translated when shown.</summary>
internal static class GoLiveLooks
{
    public static StateLook Locked { get; } = new("lock", "Locked", Tone.Neutral);

    public static StateLook Live { get; } = new("rocket_launch", "Live", Tone.Good);

    public static StateLook Look(this StepState state) => state switch
    {
        StepState.Done => new("check_circle", "Done", Tone.Good),
        StepState.Next => new("arrow_circle_right", "Next", Tone.Info),
        StepState.Overridden => new("skip_next", "Left out", Tone.Warn),
        _ => new("radio_button_unchecked", "Open", Tone.Neutral),
    };

    public static string Title(this GoLiveStep step) => step switch
    {
        GoLiveStep.Connection => "Connect the shop",
        GoLiveStep.Mappings => "Map statuses, shipping and payments",
        GoLiveStep.Products => "Bring all products in",
        GoLiveStep.Orders => "Import the orders",
        GoLiveStep.Stock => "Take over the shop's stock",
        GoLiveStep.Export => "Send the first figures to the shop",
        GoLiveStep.Shipping => "Decide what the shop is told of shipments",
        _ => "Let the feeds run by themselves",
    };

    public static string Why(this GoLiveStep step) => step switch
    {
        GoLiveStep.Connection => "The address and the key work, and the key may read what is needed.",
        GoLiveStep.Mappings => "An order with a value that is not mapped waits under Problems instead of being imported.",
        GoLiveStep.Products => "Lines of orders and figures of stock are matched to them.",
        GoLiveStep.Orders => "Open orders hold pieces that still lie in the warehouse: they count when the stock is taken over.",
        GoLiveStep.Stock => "Once, by a plan you look at and approve. From then on stock is managed here, not in the shop.",
        GoLiveStep.Export => "The first export is a plan too: you look at every figure before the shop shows it.",
        GoLiveStep.Shipping => "Which status an order gets in the shop when it is shipped, as a whole or in part.",
        _ => "From then on orders come in and stock goes out without you.",
    };

    /// <summary>The button for going on without the step.</summary>
    public static string WithoutIt(this GoLiveStep step) => step == GoLiveStep.Shipping ? "Leave the shop's statuses alone" : "Go on without it";
}
