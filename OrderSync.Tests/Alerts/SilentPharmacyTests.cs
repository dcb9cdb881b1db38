using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Alerts;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Pharmacy;
using OrderSync.Web.Alerts.Rules;

namespace OrderSync.Tests.Alerts;

/// <summary>What is told of a pharmacy that says nothing.</summary>
public sealed class SilentPharmacyTests : IAsyncLifetime
{
    private const int Hours = 24;
    private HandOverRig pharmacy = null!;

    public async Task InitializeAsync() => pharmacy = await HandOverRig.CreateAsync();

    public async Task DisposeAsync() => await pharmacy.DisposeAsync();

    [Theory]
    [InlineData(null, false)] // it is not set up there yet
    [InlineData(23, false)]
    [InlineData(25, true)]
    public async Task A_program_that_has_called_and_stopped_is_told_of_after_the_hours_set(int? hoursAgo, bool told)
    {
        await CalledAsync(hoursAgo);

        var found = await ReadAsync();

        Assert.Equal(told, found.Count == 1);
        Assert.All(found, condition => Assert.Equal(("Pharmacy: the pharmacy's program has stopped calling", "calls"), (condition.Title.ToString(), condition.Key.Cause)));
    }

    [Fact]
    public async Task Orders_that_were_fetched_and_nothing_is_reported_on_are_told_of_until_something_happens_to_them()
    {
        var (first, second) = (await pharmacy.AddOrderAsync("1"), await pharmacy.AddOrderAsync("2"));
        await pharmacy.HandOverAsync();
        pharmacy.Clock.Advance(TimeSpan.FromDays(pharmacy.Program.Orders.SilentDays) - TimeSpan.FromMinutes(1));
        Assert.Empty(await ReadAsync());

        pharmacy.Clock.Advance(TimeSpan.FromMinutes(2));
        var condition = Assert.Single(await ReadAsync());
        Assert.Equal(("orders", 2), (condition.Key.Cause, condition.Count));
        Assert.Equal([$"/orders/{second}", $"/orders/{first}"], condition.Newest.Select(example => example.Path));

        await pharmacy.ChangeAsync(first, order => order.Status = OrderStatus.Cancelled);
        await pharmacy.ChangeAsync(second, order => order.Status = OrderStatus.Shipped);
        Assert.Empty(await ReadAsync());
    }

    [Theory]
    [InlineData(PacketState.Queued, 14, false)]
    [InlineData(PacketState.Queued, 16, true)]
    [InlineData(PacketState.Done, 16, false)]
    public async Task A_packet_that_waits_too_long_to_be_applied_is_told_of(PacketState state, int minutes, bool told)
    {
        var received = pharmacy.Clock.GetUtcNow().UtcDateTime;
        await pharmacy.ReadAsync(db =>
        {
            db.ProductPackets.Add(new ProductPacket { IntegrationId = pharmacy.Id, Face = PharmacyFace.Ppx, PacketId = "1", BodyHash = "", ReceivedAt = received, Received = 1, State = state });
            return db.SaveChangesAsync();
        });
        pharmacy.Clock.Advance(TimeSpan.FromMinutes(minutes));

        var found = await ReadAsync();

        Assert.Equal(told, found.Count == 1);
        Assert.All(found, condition => Assert.Equal(
            ("Pharmacy: packets of the pharmacy are not being applied", "packets", received), (condition.Title.ToString(), condition.Key.Cause, condition.Since)));
    }

    private Task CalledAsync(int? hoursAgo) => pharmacy.ReadAsync(db => db.Integrations.Where(row => row.Id == pharmacy.Id)
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSuccessAt, hoursAgo is null ? null : pharmacy.Clock.GetUtcNow().UtcDateTime.AddHours(-hoursAgo.Value))));

    private Task<IReadOnlyList<AlertCondition>> ReadAsync() => pharmacy.ReadAsync(async db => await new SilentPharmacies(pharmacy.Feeds.Connectors, pharmacy.Feeds.Connections)
        .ReadAsync(db, new AlertLook(await db.Integrations.AsNoTracking().ToListAsync(), Hours, pharmacy.Clock.GetUtcNow().UtcDateTime), default));
}
