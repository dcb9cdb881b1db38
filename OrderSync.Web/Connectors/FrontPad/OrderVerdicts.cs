using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>What a reply to new_order means: taken, taken in part, refused, or to be sent later (contracts/frontpad.md §2.2).</summary>
internal static class OrderVerdicts
{
    private const string ProductKeys = "invalid_product_keys";
    private const string Certificate = "invalid_certificate";
    private const string Time = "invalid_datetime";
    private const string Tags = "invalid_tags";
    private const string HookStatus = "invalid_hook_status";

    private static readonly string[] Known = [ProductKeys, Certificate, Time, Tags, HookStatus];

    /// <exception cref="RemoteFailureException">It was certainly not taken, and may be sent again later; or it was taken, but nobody knows as what.</exception>
    public static TargetAnswer Of(FrontPadReply reply, string host)
    {
        if (!reply.IsSuccess)
        {
            return reply.Code == "cash_close" ? throw new RemoteFailureException(FrontPadFailures.ShiftClosed())
                : FrontPadFailures.Common(reply.Code) is { } failure ? throw new RemoteFailureException(failure)
                : Refusal(reply);
        }

        var id = reply.Text("order_id");
        return id.Length == 0 ? throw new RemoteFailureException(FrontPadFailures.WithoutNumber(host))
            : new TargetAnswer.Taken(id, reply.Text("order_number") is { Length: > 0 } number ? number : null, [.. Warnings(reply)]);
    }

    private static TargetAnswer.Refused Refusal(FrontPadReply reply) => reply.Code switch
    {
        ProductKeys => new(reply.Code, new Phrase("FrontPad does not accept the list of products."),
            new Phrase("Check that each product's card in FrontPad has the article, and is sold at this branch.")),
        Certificate => new(reply.Code, new Phrase("FrontPad does not know the certificate of the order, or it was used."),
            new Phrase("Ask the customer for the right number, or take it out of the order.")),
        _ => new(reply.Code,
            reply.Description.Length > 0 ? new Phrase("FrontPad refuses the order: {0} ({1}).", reply.Code, FrontPadText.Line(reply.Description)) : new Phrase("FrontPad refuses the order: {0}.", reply.Code),
            new Phrase("Ask FrontPad's support what it means.")),
    };

    /// <summary>They stand in an object of their own; a few of FrontPad's versions seem to put them beside the result.</summary>
    private static IEnumerable<TargetWarning> Warnings(FrontPadReply reply)
    {
        foreach (var (name, values) in FrontPadWarnings.Read(reply.Root, Known))
        {
            yield return (name, values) switch
            {
                (ProductKeys, _) => new TargetWarning(TargetWarningKind.DroppedLines, values, new Phrase("FrontPad left out products of the order.")),
                (Certificate, _) => new TargetWarning(TargetWarningKind.Certificate, values, new Phrase("FrontPad did not accept the certificate; the order was made without it.")),
                (Time, ["too_long_period"]) => new TargetWarning(TargetWarningKind.TimeTooFar, values, new Phrase("The wanted time is further ahead than FrontPad takes; the order was made without it.")),
                (Time, _) => new TargetWarning(TargetWarningKind.TimeFormat, values, new Phrase("FrontPad did not understand the wanted time; the order was made without it.")),
                (Tags, _) => new TargetWarning(TargetWarningKind.Tags, values, new Phrase("FrontPad does not know these marks: {0}. Correct them in the settings.", string.Join(", ", values))),
                (HookStatus, _) => new TargetWarning(TargetWarningKind.CallbackStatuses, values,
                    new Phrase("FrontPad does not know these statuses and will not report them: {0}. Correct them in the settings.", string.Join(", ", values))),
                _ => new TargetWarning(TargetWarningKind.Other, values, new Phrase("FrontPad took the order with a warning: {0}.", name)),
            };
        }
    }
}
