using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OrderSync.Domain.Alerts;
using OrderSync.Tests.Support;
using OrderSync.Web.Alerts.Channels;
using OrderSync.Web.Alerts.Sending;
using OrderSync.Web.Connectors.Shared.Signing;

namespace OrderSync.Tests.Alerts;

/// <summary>What is said to mail servers and webhooks, and what people are told of it.</summary>
public sealed class SendingTests
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static readonly byte[] Mail = Encoding.ASCII.GetBytes("Subject: x\r\n\r\nOne\r\n.dot\r\n..\r\n");

    [Theory]
    [InlineData(MailSecurity.StartTls, "PLAIN")]
    [InlineData(MailSecurity.StartTls, "LOGIN")]
    [InlineData(MailSecurity.Tls, "PLAIN")]
    public async Task A_mail_is_handed_over_encrypted_and_signed_in_and_arrives_unchanged(MailSecurity security, string way)
    {
        await using var rig = await AlertRig.CreateAsync(new MailServer { OffersStartTls = security == MailSecurity.StartTls, Tls = security == MailSecurity.Tls, Account = "hub:päss", AuthWay = way });

        var result = await rig.Smtp().SendAsync(rig.Settings with { Security = security, User = "hub", Password = "päss" }, ["a@example.com", "b@example.com"], Mail, default);

        Assert.Null(result.Failure);
        var mail = Assert.Single(rig.Mail.Mails);
        Assert.Equal((true, "hub", "Subject: x\n\nOne\n.dot\n..\n"), (mail.Encrypted, mail.SignedInAs, mail.Content));
        Assert.Equal(["a@example.com", "b@example.com"], mail.To);
    }

    [Fact]
    public async Task A_server_without_encryption_gets_nothing_unless_somebody_chose_so()
    {
        await using var rig = await AlertRig.CreateAsync(new MailServer { Account = "hub:secret" });

        var result = await rig.Smtp().SendAsync(rig.Settings with { Security = MailSecurity.StartTls, User = "hub", Password = "secret" }, ["a@example.com"], Mail, default);

        Assert.Equal("no-starttls", result.Failure!.Code);
        Assert.Empty(rig.Mail.Mails);
    }

    [Fact]
    public async Task A_certificate_nobody_vouches_for_is_refused()
    {
        await using var rig = await AlertRig.CreateAsync(new MailServer { OffersStartTls = true });

        var result = await new SmtpSender(rig.Guard, rig.Clock).SendAsync(rig.Settings with { Security = MailSecurity.StartTls }, ["a@example.com"], Mail, default);

        Assert.Equal("tls", result.Failure!.Code);
        Assert.Empty(rig.Mail.Mails);
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_repeating_it()
    {
        await using var rig = await AlertRig.CreateAsync(new MailServer { Account = "hub:right" });

        var result = await rig.Smtp().SendAsync(rig.Settings with { User = "hub", Password = "wrong-one" }, ["a@example.com"], Mail, default);

        Assert.Equal(("unauthorized", $"localhost:{rig.Mail.Port} refuses the user name or the password."), (result.Failure!.Code, result.Answer.ToString()));
    }

    [Fact]
    public async Task A_mail_server_in_a_private_network_is_not_called_unless_that_is_permitted()
    {
        await using var rig = await AlertRig.CreateAsync(allowPrivate: false);

        var result = await rig.Smtp().SendAsync(rig.Settings, ["a@example.com"], Mail, default);

        Assert.Equal("address-refused", result.Failure!.Code);
    }

    [Theory]
    [InlineData("MAIL", "550 not you", "rejected", "takes no mail from hub@example.com. It says: 550 not you")]
    [InlineData("RCPT", "450 later", "busy", "takes no mail for a@example.com, b@example.com. It says: 450 later")]
    [InlineData("DATA", "554 spam", "rejected", "refused the mail. It says: 554 spam")]
    [InlineData("EHLO", "421 closing", "busy", "takes no mail now. It says: 421 closing")]
    [InlineData("EHLO", "HTTP/1.1 400", "unreachable", "cannot be reached, or the connection was lost.")]
    public async Task What_the_server_refuses_is_told_in_words(string command, string answer, string code, string told)
    {
        await using var rig = await AlertRig.CreateAsync();
        rig.Mail.Answers[command] = answer;

        var result = await rig.Smtp().SendAsync(rig.Settings, ["a@example.com", "b@example.com"], Mail, default);

        Assert.Equal((code, $"localhost:{rig.Mail.Port} {told}"), (result.Failure!.Code, result.Answer.ToString()));
    }

    [Fact]
    public async Task One_refused_address_does_not_keep_the_mail_from_the_others()
    {
        await using var rig = await AlertRig.CreateAsync();
        rig.Mail.Answers["RCPT TO:<gone@"] = "550 unknown";

        var result = await rig.Smtp().SendAsync(rig.Settings, ["gone@example.com", "b@example.com"], Mail, default);

        Assert.Equal((null, $"localhost:{rig.Mail.Port} took the mail, but not for gone@example.com."), (result.Failure, result.Answer.ToString()));
        Assert.Equal(["b@example.com"], Assert.Single(rig.Mail.Mails).To);
    }

    [Theory]
    [InlineData("Łódź: zamówienia czekają na mapowanie wartości przewoźnika „Kurier 24” i jeszcze 120 innych 🚚")]
    [InlineData("Bcc:\r\nBcc: everybody@example.com")]
    [InlineData("")]
    public void A_subject_of_any_letters_travels_in_short_words_and_never_breaks_out_of_its_line(string subject)
    {
        var words = MailText.Words(subject);

        Assert.All(words.Split("\r\n "), word => Assert.Matches(@"^=\?utf-8\?B\?[A-Za-z0-9+/=]*\?=$", word));
        Assert.All(words.Split("\r\n "), word => Assert.InRange(word.Length, 1, 75));
        Assert.Equal(subject.Replace("\r\n", "  ", StringComparison.Ordinal), string.Concat(words.Split("\r\n ").Select(word => Encoding.UTF8.GetString(Convert.FromBase64String(word[10..^2])))));
    }

    [Fact]
    public async Task Slack_gets_a_text_whose_names_cannot_become_markup()
    {
        await using var rig = await AlertRig.CreateAsync();
        rig.Http.On("/T0/secret", _ => StrictHttp.Answer(HttpStatusCode.OK, "ok", "text/plain"));
        await rig.AddHookAsync();
        await rig.AddProblemsAsync(1);
        await using (var db = rig.Database.CreateDbContext())
        {
            db.Integrations.Single().Name = "A & <B>";
            await db.SaveChangesAsync();
        }

        await rig.RoundAsync();

        var text = (string)JsonNode.Parse(Assert.Single(rig.Http.Sent).Body)!["text"]!;
        Assert.StartsWith("*<https://hub.example.com/sync/problems?integration=1|A &amp; &lt;B&gt;: orders wait for a mapping>*\n1 order, since ", text, StringComparison.Ordinal);
        Assert.Contains("• <https://hub.example.com/sync/problems/1|Order REF1>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_call_proves_where_it_comes_from_and_keeps_its_number_when_it_is_sent_again()
    {
        await using var rig = await AlertRig.CreateAsync();
        rig.Http.On("/T0/secret", _ => StrictHttp.Answer(HttpStatusCode.ServiceUnavailable, "", "text/plain"));
        await rig.AddHookAsync(WebhookFormat.Signed, Secret);
        await rig.AddProblemsAsync(2);
        await rig.RoundAsync();
        rig.Http.On("/T0/secret", _ => StrictHttp.Answer(HttpStatusCode.NoContent, "", "text/plain"));
        rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await rig.SendAsync();

        Assert.Equal(2, rig.Http.Sent.Count);
        Assert.Equal(rig.Http.Sent[0].Headers[StandardWebhooks.IdHeader], rig.Http.Sent[1].Headers[StandardWebhooks.IdHeader]);
        var (headers, body) = (rig.Http.Sent[1].Headers, rig.Http.Sent[1].Body);
        Assert.Equal(SignatureCheck.Valid, StandardWebhooks.Verify(
            new WebhookHeaders(headers[StandardWebhooks.IdHeader], headers[StandardWebhooks.TimestampHeader], headers[StandardWebhooks.SignatureHeader]), Encoding.UTF8.GetBytes(body), [Secret], rig.Clock.GetUtcNow()));
        var entry = JsonNode.Parse(body)!["entries"]![0]!;
        Assert.Equal(("first", "failed-orders", "unmapped", 2), ((string?)entry["kind"], (string?)entry["rule"], (string?)entry["cause"], (int)entry["count"]!));
    }

    [Theory]
    [InlineData(401, "unauthorized")]
    [InlineData(404, "not-found")]
    [InlineData(302, "redirected")]
    [InlineData(429, "rate-limited")]
    [InlineData(500, "unavailable")]
    [InlineData(400, "rejected")]
    public async Task A_test_tells_what_a_webhook_answered_and_never_its_address(int status, string code)
    {
        await using var rig = await AlertRig.CreateAsync();
        rig.Http.On("/T0/secret", _ => StrictHttp.Answer((HttpStatusCode)status, "whatever", "text/plain"));
        var id = await rig.AddHookAsync();

        var result = (await rig.Channels.TestAsync(AlertRig.Max, id, default)).Value!;

        Assert.Equal(code, result.Failure!.Code);
        Assert.Contains($"({status})", result.Answer.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Answer.ToString(), StringComparison.Ordinal);
        Assert.Equal(AlertState.GivenUp, Assert.Single(await rig.AlertsAsync()).State);
    }
}
