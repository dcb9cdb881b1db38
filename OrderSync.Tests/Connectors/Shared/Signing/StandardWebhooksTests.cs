using OrderSync.Web.Connectors.Shared.Signing;

namespace OrderSync.Tests.Connectors.Shared.Signing;

/// <summary>Byte for byte against the vector of contracts/order-api.md §C 13.</summary>
public sealed class StandardWebhooksTests
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private const string Other = "whsec_YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk=";
    private const string Id = "evt_0001";
    private const string Timestamp = "1700000000";
    private const string Signature = "v1,bEjR9anrKKanICC3yAaRD76f/udaFhbj2En8X28LHDM=";

    private static readonly byte[] Body = """{"event":"order.status_changed"}"""u8.ToArray();
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1700000000);

    [Fact]
    public void A_message_is_signed_as_the_vector()
    {
        Assert.Equal(Signature, StandardWebhooks.Sign(Secret, Id, Timestamp, Body));
        Assert.Equal(Timestamp, StandardWebhooks.TimestampOf(Now));
        Assert.Equal("""evt_0001.1700000000.{"event":"order.status_changed"}""", StandardWebhooks.StringToSign(Id, Timestamp, Body));
        Assert.Equal(SignatureCheck.Valid, Verify());
    }

    [Fact]
    public void Any_of_several_secrets_and_any_of_several_signatures_will_do()
    {
        Assert.Equal(SignatureCheck.Valid, Verify(secrets: [Other, Secret]));
        Assert.Equal(SignatureCheck.Valid, Verify(signature: $"v1,{new string('A', 43)}= v2,whatever {Signature}"));
        Assert.Equal(SignatureCheck.Wrong, Verify(secrets: [Other]));
        Assert.Equal(SignatureCheck.Wrong, Verify(secrets: []));
        Assert.Equal(SignatureCheck.Wrong, Verify(secrets: ["", "whsec_", "no secret"]));
    }

    [Fact]
    public void Anything_changed_is_refused()
    {
        Assert.Equal(SignatureCheck.Wrong, Verify(body: """{"event":"order.status_changed" }"""u8.ToArray()));
        Assert.Equal(SignatureCheck.Wrong, Verify(body: []));
        Assert.Equal(SignatureCheck.Wrong, Verify(id: "evt_0002"));
        Assert.Equal(SignatureCheck.Wrong, Verify(timestamp: "1700000001"));
        Assert.Equal(SignatureCheck.Wrong, Verify(signature: "v1,bEjR9anrKKanICC3yAaRD76f/udaFhbj2En8X28LHDQ="));
    }

    [Theory]
    [InlineData(300, SignatureCheck.Valid)]
    [InlineData(301, SignatureCheck.TooOld)]
    [InlineData(-300, SignatureCheck.Valid)]
    [InlineData(-301, SignatureCheck.TooNew)]
    public void Late_and_early_messages_are_refused_after_five_minutes(int secondsLater, SignatureCheck expected) =>
        Assert.Equal(expected, StandardWebhooks.Verify(new WebhookHeaders(Id, Timestamp, Signature), Body, [Secret], Now.AddSeconds(secondsLater)));

    [Theory]
    [InlineData(null, Timestamp, Signature, SignatureCheck.Missing)]
    [InlineData(Id, null, Signature, SignatureCheck.Missing)]
    [InlineData(Id, Timestamp, "", SignatureCheck.Missing)]
    [InlineData(Id, "yesterday", Signature, SignatureCheck.Malformed)]
    [InlineData(Id, "-1700000000", Signature, SignatureCheck.Malformed)]
    [InlineData(Id, "99999999999999999", Signature, SignatureCheck.Malformed)]
    [InlineData(Id, Timestamp, "   ", SignatureCheck.Malformed)]
    [InlineData(Id, Timestamp, "garbage", SignatureCheck.Malformed)]
    [InlineData(Id, Timestamp, "v1,not base64!", SignatureCheck.Malformed)]
    [InlineData(Id, Timestamp, "v1,c2hvcnQ=", SignatureCheck.Malformed)]
    [InlineData(Id, Timestamp, "v1a,bEjR9anrKKanICC3yAaRD76f/udaFhbj2En8X28LHDM=", SignatureCheck.UnknownVersion)]
    public void Headers_that_are_none_are_refused_for_what_they_are(string? id, string? timestamp, string? signature, SignatureCheck expected) =>
        Assert.Equal(expected, StandardWebhooks.Verify(new WebhookHeaders(id, timestamp, signature), Body, [Secret], Now));

    [Theory]
    [InlineData(Secret, true)]
    [InlineData("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", false)]
    [InlineData("whsec_dG9vIHNob3J0", false)]
    [InlineData("whsec_not base64", false)]
    [InlineData("", false)]
    public void A_secret_is_known_by_its_form(string text, bool expected) => Assert.Equal(expected, StandardWebhooks.IsSecret(text));

    private static SignatureCheck Verify(
        string id = Id, string timestamp = Timestamp, string signature = Signature, byte[]? body = null, IReadOnlyList<string>? secrets = null) =>
        StandardWebhooks.Verify(new WebhookHeaders(id, timestamp, signature), body ?? Body, secrets ?? [Secret], Now);
}
