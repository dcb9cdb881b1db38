using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Data.Conversions;

namespace OrderSync.Tests.Pharmacy;

/// <summary>Programs that have no call to confirm with: what was in an answer counts as fetched, and nothing else (contracts/kamsoft.md §9.3 R5, R6).</summary>
public sealed class HandOverByAnswerTests : IAsyncLifetime
{
    private HandOverRig rig = null!;

    public async Task InitializeAsync() => rig = await HandOverRig.CreateAsync();

    public async Task DisposeAsync() => await rig.DisposeAsync();

    [Fact]
    public async Task R5_whoever_confirms_by_the_answer_gets_batches_of_one_page()
    {
        foreach (var id in new[] { "731", "732", "733" })
        {
            await rig.AddOrderAsync(id);
        }

        var first = (await rig.HandOvers.ReadAsync(rig.Id, new HandOverRequest(PharmacyFace.Ppx, Size: 2) { IsOnePage = true }, default))!;
        Assert.Equal((2, 1, 2), (first.Orders.Count, first.Pages, first.Total));
        Assert.Equal(2, (await rig.ConfirmAsync(first.Batch))!.Confirmed);

        Assert.Equal(("", 0), await rig.ReadAsync(page: 2) is var later ? (later.Batch, later.Total) : default);
        Assert.Equal(["REF733"], (await rig.ReadAsync()).Orders.Select(order => order.Number));
    }

    [Fact]
    public async Task R5_a_batch_of_the_face_without_pages_holds_what_one_answer_holds()
    {
        foreach (var id in new[] { "731", "732", "733" })
        {
            await rig.AddOrderAsync(id);
        }

        var first = await rig.ReadAsync(size: 2, face: PharmacyFace.Soap);
        Assert.Equal((2, 1), (first.Orders.Count, first.Pages));
        Assert.Equal(2, (await rig.ConfirmAsync(first.Batch))!.Confirmed);
        Assert.Equal(["REF733"], (await rig.ReadAsync(size: 2, face: PharmacyFace.Soap)).Orders.Select(order => order.Number));
    }

    [Fact]
    public async Task R5_what_the_face_without_pages_is_shown_of_a_batch_with_pages_is_all_of_it()
    {
        foreach (var id in new[] { "731", "732", "733" })
        {
            await rig.AddOrderAsync(id);
        }

        var paged = await rig.ReadAsync(size: 1);
        var whole = await rig.ReadAsync(face: PharmacyFace.Soap, size: 1);
        Assert.Equal((paged.Batch, 3, 1), (whole.Batch, whole.Orders.Count, whole.Pages));
    }

    [Fact]
    public async Task R6_an_order_that_became_ready_late_is_not_confirmed_by_an_order_of_an_earlier_answer()
    {
        var late = await rig.AddOrderAsync("731", order => order.Status = OrderStatus.AwaitingPayment);
        var early = await rig.AddOrderAsync("732");
        await rig.ReadAsync(face: PharmacyFace.Soap);
        await rig.HandOvers.ConfirmUpToAsync(rig.Id, early, default);
        await rig.ChangeAsync(late, row => row.Status = OrderStatus.Confirmed);
        Assert.Single((await rig.ReadAsync(face: PharmacyFace.Soap)).Orders);

        await rig.HandOvers.ConfirmUpToAsync(rig.Id, early, default);

        Assert.Equal(HandOverState.Offered, (await rig.HandOverOfAsync(late)).State);
        var again = await rig.AddOrderAsync("733");
        rig.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["REF731", "REF733"], (await rig.ReadAsync(face: PharmacyFace.Soap)).Orders.Select(order => order.Number));
        await rig.HandOvers.ConfirmUpToAsync(rig.Id, again, default);
        Assert.Equal(HandOverState.Downloaded, (await rig.HandOverOfAsync(late)).State);
    }

    [Fact]
    public async Task R6_the_last_order_the_program_names_confirms_those_up_to_it_and_the_others_come_again_as_they_were()
    {
        long[] orders = [await rig.AddOrderAsync("731"), await rig.AddOrderAsync("732"), await rig.AddOrderAsync("733")];
        var first = await rig.ReadAsync(face: PharmacyFace.Soap);

        await rig.HandOvers.ConfirmUpToAsync(rig.Id, orders[1], default);
        var again = await rig.ReadAsync(face: PharmacyFace.Soap);

        Assert.NotEqual(first.Batch, again.Batch);
        Assert.Equal(StoredJson.Write(first.Orders[2]), StoredJson.Write(Assert.Single(again.Orders)));
        Assert.Equal([HandOverState.Downloaded, HandOverState.Downloaded, HandOverState.Offered], await Task.WhenAll(orders.Select(async order => (await rig.HandOverOfAsync(order)).State)));
        await rig.HandOvers.ConfirmUpToAsync(rig.Id, orders[1], default);
        Assert.Equal(again.Batch, (await rig.ReadAsync(face: PharmacyFace.Soap)).Batch);
    }
}
