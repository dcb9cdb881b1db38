using System.Text;
using OrderSync.Web.Connectors.Shared.Signing;

namespace OrderSync.Tests.Connectors.Shared.Signing;

/// <summary>Byte for byte against the vectors of contracts/order-api.md §3.1.</summary>
public sealed class OpenAppSignatureTests
{
    private const string Key = "test-key-0001";
    private const string Secret = "test-secret-0001";
    private const long Timestamp = 1700000000000;
    private const string Nonce = "6f1c2d3e-4a5b-4c6d-8e7f-0a1b2c3d4e5f";
    private const string Path = "/v1/orders/fulfillment";
    private const string ReplySignature = "JAuqeRbXzE0GZM7Pe7w6vI+DU2ix22yCi80VQG/IEQA=";

    private static readonly byte[] Body = """{"oaOrderId":"OA00000000000001","shopOrderId":"PS-REF-1","status":"SHIPPED","notes":""}"""u8.ToArray();
    private static readonly byte[] Reply = """{"shopOrderId":"1001","returnPolicy":{"maxReturnDays":30}}"""u8.ToArray();

    [Theory]
    [InlineData("A", true, false, "MoHtfpAQIwJi6X9ICPNNCUiWXn0u1NSTQ2dqCrVLh0w=")]
    [InlineData("B", false, false, "65vzxL+ZxIn7dRPfevtgyAcx8V4I9fbBw0PKMaYkG6Q=")]
    [InlineData("C", true, true, "slubIDjTlVoYva5kKSS/EndxQ43cAEnQvnwyFTc8mnE=")]
    [InlineData("D", false, true, "d5cWx+8P0oWXOrU4AXpPQ00biWV7Tf0XdsFCDzmaFMY=")]
    public void Requests_are_signed_as_the_vectors(string vector, bool prefix, bool merchant, string expected)
    {
        var signed = OpenAppSignature.StringToSign(Attempt(OpenAppSignature.PathOf(Path, merchant)), Body, prefix);

        Assert.True(expected == OpenAppSignature.Sign(Secret, signed), $"Vector {vector}: {signed}");
    }

    [Fact]
    public void The_string_to_sign_and_the_header_are_those_of_vector_A()
    {
        var attempt = Attempt(OpenAppSignature.PathOf(Path, withMerchant: false));

        Assert.Equal(
            "v1$test-key-0001$POST$/V1/ORDERS/FULFILLMENT$1700000000000$6f1c2d3e-4a5b-4c6d-8e7f-0a1b2c3d4e5f$8zGmKfP1lgYGuQwuig0gBRHWORJbFNPhWR5QpJZYNGY=",
            OpenAppSignature.StringToSign(attempt, Body, withPrefix: true));
        Assert.Equal(
            "hmac v1$test-key-0001$POST$/V1/ORDERS/FULFILLMENT$1700000000000$6f1c2d3e-4a5b-4c6d-8e7f-0a1b2c3d4e5f",
            OpenAppSignature.Authorization(attempt));
    }

    [Fact]
    public void A_request_without_a_body_is_signed_without_its_hash()
    {
        var attempt = new OpenAppAttempt(Key, "GET", "/OPENAPP/V1/BASKET", Timestamp, Nonce);

        Assert.Equal("mu5rlVkQbqtUKe8ed0SCAPcfTpwo1x5OiVDmcwoqNfM=", OpenAppSignature.Sign(Secret, OpenAppSignature.StringToSign(attempt, [], withPrefix: true)));
    }

    [Fact]
    public void Answers_are_signed_as_the_vectors()
    {
        Assert.Equal(ReplySignature, OpenAppSignature.Sign(Secret, OpenAppSignature.ReplyStringToSign(Timestamp, Nonce, Reply)));
        Assert.Equal("7cyBnXbnh83vZuOZYLdmLx72nCnzXIqEpF6+6rF1X5I=", OpenAppSignature.Sign(Secret, OpenAppSignature.ReplyStringToSign(Timestamp, Nonce, [])));
        Assert.Equal(SignatureCheck.Valid, Verify(Header(), Reply));
        Assert.Equal(SignatureCheck.Valid, Verify(Header(signature: "7cyBnXbnh83vZuOZYLdmLx72nCnzXIqEpF6+6rF1X5I="), []));
    }

    [Fact]
    public void An_answer_signed_without_the_version_before_it_is_good_too()
    {
        var signed = OpenAppSignature.ReplyStringToSign(Timestamp, Nonce, Reply)["v1$".Length..];

        Assert.Equal(SignatureCheck.Valid, Verify(Header(signature: OpenAppSignature.Sign(Secret, signed)), Reply));
    }

    [Fact]
    public void An_answer_signed_with_the_previous_secret_is_good_while_that_is_known()
    {
        Assert.Equal(SignatureCheck.Valid, OpenAppSignature.VerifyReply(Header(), Attempt(), Reply, ["a-new-secret", Secret]));
        Assert.Equal(SignatureCheck.Wrong, OpenAppSignature.VerifyReply(Header(), Attempt(), Reply, ["a-new-secret", ""]));
    }

    [Fact]
    public void A_changed_answer_is_refused()
    {
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Reply).Replace("30", "31", StringComparison.Ordinal));

        Assert.Equal(SignatureCheck.Wrong, Verify(Header(), changed));
        Assert.Equal(SignatureCheck.Wrong, Verify(Header(), []));
    }

    [Fact]
    public void An_answer_to_another_request_is_refused()
    {
        Assert.Equal(SignatureCheck.NotBound, Verify(Header(timestamp: "1700000000001"), Reply));
        Assert.Equal(SignatureCheck.NotBound, Verify(Header(nonce: "another"), Reply));
    }

    [Theory]
    [InlineData(null, SignatureCheck.Missing)]
    [InlineData(" ", SignatureCheck.Missing)]
    [InlineData("hmac", SignatureCheck.Malformed)]
    [InlineData("hmac ", SignatureCheck.Malformed)]
    [InlineData("hmac v1", SignatureCheck.Malformed)]
    [InlineData("hmac v1$$$", SignatureCheck.Malformed)]
    [InlineData("hmac v1$1700000000000$nonce$not base64!", SignatureCheck.Malformed)]
    [InlineData("hmac v1$1700000000000$nonce$c2hvcnQ=", SignatureCheck.Malformed)]
    [InlineData("Bearer v1$1700000000000$nonce$JAuqeRbXzE0GZM7Pe7w6vI+DU2ix22yCi80VQG/IEQA=", SignatureCheck.Malformed)]
    [InlineData("hmac v2$1700000000000$nonce$JAuqeRbXzE0GZM7Pe7w6vI+DU2ix22yCi80VQG/IEQA=", SignatureCheck.UnknownVersion)]
    [InlineData("hmac v2$something$else", SignatureCheck.UnknownVersion)]
    public void A_header_that_is_none_is_refused_for_what_it_is(string? header, SignatureCheck expected) => Assert.Equal(expected, Verify(header, Reply));

    private static SignatureCheck Verify(string? header, byte[] body) => OpenAppSignature.VerifyReply(header, Attempt(), body, [Secret]);

    private static OpenAppAttempt Attempt(string path = "/V1/ORDERS/FULFILLMENT") => new(Key, "post", path, Timestamp, Nonce);

    private static string Header(string timestamp = "1700000000000", string nonce = Nonce, string signature = ReplySignature) => $"hmac v1${timestamp}${nonce}${signature}";
}
