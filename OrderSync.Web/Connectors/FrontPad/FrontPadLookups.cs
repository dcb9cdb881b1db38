using OrderSync.Domain;
using OrderSync.Domain.Integrations;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>Questions about one order, customer or certificate (contracts/frontpad.md §2.3 to §2.5).</summary>
internal sealed class FrontPadLookups(FrontPadClient client)
{
    public Task<TargetStatus> StatusByOrderAsync(Connection connection, string orderId, CancellationToken ct) =>
        StatusAsync(connection, new FrontPadMessage().Add("order_id", orderId), ct);

    public Task<TargetStatus> StatusByPhoneAsync(Connection connection, string phone, CancellationToken ct) =>
        StatusAsync(connection, new FrontPadMessage().Add("client_phone", Phone(connection, phone)), ct);

    public async Task<AccountCustomer?> CustomerAsync(Connection connection, string phone, CancellationToken ct)
    {
        var reply = await client.AskAsync(connection, "get_client", new FrontPadMessage().Add("client_phone", Phone(connection, phone)), ct);
        return IsFound(reply, "invalid_client_phone")
            ? new AccountCustomer(
                reply.Text("name"), reply.Text("street"), reply.Text("home"), reply.Text("pod"), reply.Text("et"), reply.Text("apart"),
                reply.Text("mail"), reply.Text("descr"), reply.Text("card"), reply.Text("sale"), reply.Text("score"))
            : null;
    }

    public async Task<CertificateWorth?> CertificateAsync(Connection connection, string certificate, CancellationToken ct)
    {
        var reply = await client.AskAsync(connection, "get_certificate", new FrontPadMessage().Add("certificate", certificate.Trim()), ct);
        return !IsFound(reply, "invalid_certificate") ? null
            : reply.Text("product_id") is { Length: > 0 } article ? new CertificateWorth.Product(article, reply.Text("name"), reply.Text("price"))
            : reply.Text("sale") is { Length: > 0 } percent ? new CertificateWorth.Percent(percent)
            : reply.Text("amount") is { Length: > 0 } sum ? new CertificateWorth.Sum(sum)
            : throw new RemoteFailureException(Unexpected("get_certificate"));
    }

    private async Task<TargetStatus> StatusAsync(Connection connection, FrontPadMessage question, CancellationToken ct)
    {
        var reply = await client.AskAsync(connection, "get_status", question, ct);
        return IsFound(reply, "invalid_order_id", "invalid_client_phone") ? new TargetStatus(true, reply.Text("status")) : new TargetStatus(false, "");
    }

    /// <summary>Phones match strictly: it has to be written as the account writes them.</summary>
    private static string Phone(Connection connection, string phone) => PhoneMask.Apply(((FrontPadSettings)connection.Settings).PhoneMask, phone.Trim()).Phone;

    private static bool IsFound(FrontPadReply reply, params ReadOnlySpan<string> notFound) =>
        reply.IsSuccess || (notFound.Contains(reply.Code) ? false : throw new RemoteFailureException(Refused(reply)));

    public static RemoteFailure Refused(FrontPadReply reply) => new(RemoteFailureKind.Rejected, "refused",
        reply.Description.Length > 0 ? new Phrase("FrontPad answers: {0} ({1}).", reply.Code, FrontPadText.Line(reply.Description)) : new Phrase("FrontPad answers: {0}.", reply.Code),
        new Phrase("Ask FrontPad's support what it means."));

    private static RemoteFailure Unexpected(string method) => new(RemoteFailureKind.Malformed, "not-understood",
        new Phrase("FrontPad's answer to {0} has nothing of what it should have.", method), new Phrase("Try again later."));
}
