using OrderSync.Web.Sandbox.Faults;

namespace OrderSync.Web.Sandbox.OrderApi;

/// <summary>What real order APIs do to those who call them.</summary>
public enum OrderApiFault
{
    Latency,
    NoAnswerAfterTaking,
    SaysItHadIt,
    TooManyRequests,
    ServerError,
    WrongSignature,
}

/// <summary>The order API's faults which are switched on.</summary>
public sealed class OrderApiFaults() : FaultSwitches<OrderApiFault>(
[
    new(OrderApiFault.Latency, "Slow answers", "Every answer waits before it comes.", "Milliseconds", 2000),
    new(OrderApiFault.NoAnswerAfterTaking, "Taken, but no answer", "The message is taken, and its answer never comes."),
    new(OrderApiFault.SaysItHadIt, "Conflict", "Answers 409: it says that it had the message already."),
    new(OrderApiFault.TooManyRequests, "Too many requests", "Answers 429 and asks to come back later.", "Seconds to wait", 30),
    new(OrderApiFault.ServerError, "Server error", "Answers 500, and nothing is taken."),
    new(OrderApiFault.WrongSignature, "Wrong signature in the answer", "The message is taken, and the answer is signed with another secret."),
]);
