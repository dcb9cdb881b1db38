using OrderSync.Domain.Integrations;
using OrderSync.Tests.Sandbox;
using OrderSync.Web.Connectors.FrontPad;
using OrderSync.Web.Sandbox.FrontPad;

namespace OrderSync.Tests.Connectors.FrontPad;

/// <summary>What the sandbox's FrontPad can do wrong, over real HTTP.</summary>
public sealed class SandboxFrontPadFaultTests(SandboxServer sandbox) : SandboxFrontPadRig(sandbox), IClassFixture<SandboxServer>
{
    [Fact]
    public async Task Every_warning_comes_back_in_both_shapes()
    {
        foreach (var arrays in new[] { false, true })
        {
            Faults.Clear();
            if (arrays)
            {
                Faults.Set(FrontPadFault.ListsAsArrays);
            }

            Faults.Set(FrontPadFault.WarnsOfMarks, requests: 1);
            Faults.Set(FrontPadFault.NoOrderNumber, requests: 1);
            var taken = Assert.IsType<TargetAnswer.Taken>(await SendAsync(Message()
                .Add("product[1]", "404404").Add("product_kol[1]", "1").Add("certificate", "X").Add("datetime", "2999-01-01 10:00:00").Add("tags[0]", "77").Add("hook_status[0]", "99")));

            Assert.Null(taken.OrderNumber);
            Assert.Equal(
                [TargetWarningKind.DroppedLines, TargetWarningKind.Certificate, TargetWarningKind.TimeTooFar, TargetWarningKind.Tags, TargetWarningKind.CallbackStatuses],
                taken.Warnings.Select(warning => warning.Kind));
            Assert.Equal(["1"], taken.Warnings[0].Values);
        }

        Faults.Set(FrontPadFault.WarnsOfTime, requests: 1);
        Faults.Set(FrontPadFault.DropsLastProduct, requests: 1);
        var other = Assert.IsType<TargetAnswer.Taken>(await SendAsync(Message().Add("datetime", "2026-12-01 10:00:00")));
        Assert.Equal([TargetWarningKind.DroppedLines, TargetWarningKind.TimeFormat], other.Warnings.Select(warning => warning.Kind));
    }

    [Theory]
    [InlineData(FrontPadFault.CashClose, "cash-close")]
    [InlineData(FrontPadFault.RequestsLimit, "requests-limit")]
    [InlineData(FrontPadFault.InvalidSecret, "invalid-secret")]
    [InlineData(FrontPadFault.ApiOff, "api-off")]
    [InlineData(FrontPadFault.InvalidPlant, "invalid-plant")]
    public async Task What_is_refused_for_now_is_not_on_the_board(FrontPadFault fault, string code)
    {
        foreach (var inStatus in new[] { false, true })
        {
            Faults.Set(fault, requests: 1);
            if (inStatus)
            {
                Faults.Set(FrontPadFault.ErrorInStatus, requests: 1);
            }

            Assert.Equal(code, (await FrontPadRig.FailAsync(() => SendAsync())).Code);
        }

        Assert.Empty(Board.Last(1));
    }

    [Theory]
    [InlineData(FrontPadFault.InvalidProductKeys, "invalid_product_keys")]
    [InlineData(FrontPadFault.InvalidCertificate, "invalid_certificate")]
    public async Task What_is_refused_for_good_is_not_on_the_board(FrontPadFault fault, string code)
    {
        Faults.Set(fault, requests: 1);

        Assert.Equal(code, Assert.IsType<TargetAnswer.Refused>(await SendAsync()).Code);
        Assert.Empty(Board.Last(1));
    }

    [Theory]
    [InlineData(FrontPadFault.NullAfterTaking)]
    [InlineData(FrontPadFault.PageAfterTaking)]
    [InlineData(FrontPadFault.NoAnswerAfterTaking)]
    public async Task An_order_that_was_taken_without_a_good_answer_is_unknown(FrontPadFault fault)
    {
        Faults.Set(fault, requests: 1);
        // The client's own limit is 30 s: here the connection is cut instead, which must mean the same.
        using var hasty = new HttpClient(new SocketsHttpHandler()) { Timeout = TimeSpan.FromSeconds(2) };
        var impatient = new FrontPadConnector(new FrontPadClient(hasty, this, TimeProvider.System), this);

        var failure = await FrontPadRig.FailAsync(() => impatient.SendAsync(Connection, Message().Store(), null, default));

        Assert.Equal(RemoteFailureKind.Unknown, failure.Kind);
        Assert.Single(Board.Last(10));
    }

    [Fact]
    public async Task Nobody_there_is_certain()
    {
        Settings = Settings with { Url = "http://127.0.0.1:1/api/index.php" };

        Assert.Equal((RemoteFailureKind.Unavailable, "connection-refused"), (await FrontPadRig.FailAsync(() => SendAsync()) is var failure ? (failure.Kind, failure.Code) : default));
    }
}
