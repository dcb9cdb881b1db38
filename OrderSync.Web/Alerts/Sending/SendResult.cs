using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Alerts.Sending;

/// <summary>What came of sending an alert.</summary>
/// <param name="Answer">For people.</param>
/// <param name="Failure">Null when it was taken.</param>
public sealed record SendResult(Phrase Answer, RemoteFailure? Failure = null)
{
    public static SendResult Failed(RemoteFailure failure) => new(failure.Message, failure);
}
