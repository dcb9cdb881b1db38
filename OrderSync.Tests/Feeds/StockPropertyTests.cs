using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Feeds;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Stock;
using OrderSync.Tests.Support;
using OrderSync.Web.Feeds.ExportStock;
using OrderSync.Web.Feeds.ImportOrders;
using OrderSync.Web.Feeds.UpdateOrders;

namespace OrderSync.Tests.Feeds;

/// <summary>
/// Whatever happens in whatever order, and wherever the process dies: in the end the shop shows what is sellable, nothing is booked twice,
/// and more is sold than there is only in the moment between our look and our write, which the shop cannot guard.
/// </summary>
public sealed class StockPropertyTests
{
    private const int Products = 3;

    /// <summary>Few, so that they run out and one piece offered twice is one piece sold too many.</summary>
    private const int Pieces = 6;
    private const int Events = 40;

    [Theory]
    [MemberData(nameof(Seeds), 12)]
    public async Task In_the_end_the_shop_shows_what_is_sellable_and_nothing_was_booked_twice(int seed)
    {
        await using var life = await Life.BeginAsync(new Random(seed));

        await life.LiveAsync(Events, salesWhileWriting: false);
        await life.ComeToRestAsync();

        await life.CheckAsync();
        Assert.True(life.LeastLeft >= 0, $"{-life.LeastLeft} pieces more were sold than there were.");
    }

    [Theory]
    [MemberData(nameof(Seeds), 6)]
    public async Task Sales_between_our_look_and_our_write_are_told_and_put_right(int seed)
    {
        await using var life = await Life.BeginAsync(new Random(1000 + seed));

        await life.LiveAsync(Events, salesWhileWriting: true);
        await life.ComeToRestAsync();

        await life.CheckAsync();
        Assert.True(life.SoldWhileWriting > 0 || life.LeastLeft >= 0, "More was sold than there was, and no sale fell into the moment of a write.");
    }

    /// <summary>As many lives as are worth their time in every run; ORDERSYNC_LIVES asks for more.</summary>
    public static IEnumerable<object[]> Seeds(int count) => Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("ORDERSYNC_LIVES"), out var lives) ? lives : count).Select(seed => new object[] { seed });

    /// <summary>A shop and its hub, to which things happen at random.</summary>
    private sealed class Life : IAsyncDisposable
    {
        private static readonly Actor Max = new(ActorKind.Person, "1", "Max", Role.Merchant);
        private static readonly FeedKey[] Feeds =
            [ImportOrdersFeed.FeedKey, UpdateOrdersFeed.FeedKey, RetryFeed.FeedKey, ExportStockFeed.FeedKey, ExportStockFeed.FeedKey, StockCheckFeed.FeedKey];

        private readonly Random random;
        private readonly PowerSwitch power;
        private readonly ShopWithStock shop;
        private readonly Dictionary<string, (int Product, int Pieces)> open = [];
        private readonly int[] left = [.. Enumerable.Repeat(Pieces, Products)];
        private bool salesWhileWriting;

        private Life(Random random, PowerSwitch power, ShopWithStock shop)
        {
            (this.random, this.power, this.shop) = (random, power, shop);
            shop.Shop.BeforePage = _ => power.Step();
            shop.Shop.BeforeWrite = _ => power.Step();
            shop.Shop.AfterWrite = power.Step;
            shop.Shop.BetweenReadAndWrite = SellWhileWriting;
        }

        /// <summary>The fewest pieces of a product there ever were for all that was sold of it.</summary>
        public int LeastLeft { get; private set; }

        public int SoldWhileWriting { get; private set; }

        public static async Task<Life> BeginAsync(Random random)
        {
            var power = new PowerSwitch();
            var shop = await ShopWithStock.LiveAsync(await TestDatabase.CreateAsync(power), [.. Enumerable.Repeat(Pieces, Products)]);
            await shop.Rig.MapAsync(MappingTables.OrderStatuses, "6", new StatusRule(StatusAction.Ignore, false, OrderStatus.Cancelled).ToJson());
            return new Life(random, power, shop);
        }

        public async Task LiveAsync(int events, bool salesWhileWriting)
        {
            this.salesWhileWriting = salesWhileWriting;
            for (var i = 0; i < events; i++)
            {
                shop.Rig.Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 90)));
                await HappenAsync(random.Next(12));
            }
        }

        /// <summary>Nobody buys any more, and the power stays on.</summary>
        public async Task ComeToRestAsync()
        {
            salesWhileWriting = false;
            shop.Rig.Clock.Advance(TimeSpan.FromHours(25));
            foreach (var feed in new[] { ImportOrdersFeed.FeedKey, UpdateOrdersFeed.FeedKey, RetryFeed.FeedKey, StockCheckFeed.FeedKey, ExportStockFeed.FeedKey, StockCheckFeed.FeedKey })
            {
                await shop.Rig.RunAsync(feed);
                if ((await shop.PlansAsync()).Any(plan => plan.State == PlanState.Waiting))
                {
                    await shop.ApproveAsync();
                }
            }
        }

        public async Task CheckAsync()
        {
            for (var product = 1; product <= Products; product++)
            {
                Assert.Equal(await SellableAsync(product), shop.ShownOf(product));
                await CheckLedgerAsync(product);
            }

            Assert.False(await shop.IsDueAsync());
            Assert.Equal(shop.Shop.Orders.Count, await shop.Rig.ReadAsync(db => db.IncomingOrders.CountAsync(row => row.State == IncomingState.Imported || row.State == IncomingState.Ignored)));
        }

        public ValueTask DisposeAsync() => shop.DisposeAsync();

        private Task HappenAsync(int kind) => kind switch
        {
            0 or 1 or 2 or 3 => SellAsync(),
            4 => CancelInShopAsync(),
            5 => InHubAsync(OrderStatus.Shipped),
            6 => InHubAsync(OrderStatus.Cancelled),
            7 => ReceiveAsync(),
            _ => RunAsync(Feeds[random.Next(Feeds.Length)]),
        };

        private Task SellAsync()
        {
            Sell(random.Next(1, Products + 1));
            return Task.CompletedTask;
        }

        /// <summary>A shop sells what it shows, not more.</summary>
        private bool Sell(int product)
        {
            var pieces = random.Next(1, 5);
            if (shop.ShownOf(product) < pieces)
            {
                return false;
            }

            shop.Sell(product, pieces);
            open[shop.Shop.Orders[^1].ExternalId] = (product, pieces);
            left[product - 1] -= pieces;
            LeastLeft = Math.Min(LeastLeft, left[product - 1]);
            return true;
        }

        private void SellWhileWriting(StockWrite write)
        {
            power.Step();
            if (salesWhileWriting && random.Next(3) == 0 && Sell(int.Parse(write.Variant.ProductId, CultureInfo.InvariantCulture)))
            {
                SoldWhileWriting++;
            }
        }

        /// <summary>The shop puts the pieces back and moves the order to cancelled.</summary>
        private Task CancelInShopAsync()
        {
            if (Any() is not { } id)
            {
                return Task.CompletedTask;
            }

            var (product, pieces) = open[id];
            open.Remove(id);
            left[product - 1] += pieces;
            shop.Set(product, shop.ShownOf(product) + pieces);
            var index = shop.Shop.Orders.FindIndex(order => order.ExternalId == id);
            shop.Shop.Orders[index] = shop.Shop.Orders[index] with { StatusId = "6" };
            shop.Shop.Changed.Add(shop.Shop.Orders[index]);
            return Task.CompletedTask;
        }

        /// <summary>Somebody ships or cancels an order that is here.</summary>
        private async Task InHubAsync(OrderStatus status)
        {
            var here = await shop.Rig.ReadAsync(db => db.Orders.Where(order => order.Status == OrderStatus.Confirmed).Select(order => new { order.Id, order.ExternalId }).ToListAsync());
            if (here.Where(order => open.ContainsKey(order.ExternalId)).ToList() is not { Count: > 0 } orders)
            {
                return;
            }

            var order = orders[random.Next(orders.Count)];
            var (product, pieces) = open[order.ExternalId];
            open.Remove(order.ExternalId);
            left[product - 1] += status == OrderStatus.Cancelled ? pieces : 0;
            Assert.True(status == OrderStatus.Shipped && random.Next(2) == 0 ? await ShipAsync(order.Id, pieces) : await SetAsync(order.Id, status));
        }

        private async Task<bool> SetAsync(long order, OrderStatus status) =>
            (await shop.Rig.Orders.SetStatusAsync(Max, order, status, default)).Succeeded;

        /// <summary>Ships some of the pieces; what is left stays promised.</summary>
        private async Task<bool> ShipAsync(long order, int pieces)
        {
            var line = await shop.Rig.ReadAsync(db => db.OrderLines.Where(row => row.OrderId == order).Select(row => row.Id).SingleAsync());
            var request = new ShipmentRequest([new ShipmentPieces(line, random.Next(1, pieces + 1))], "Kurier 24", "", "");
            return (await shop.Rig.Shipments.ShipAsync(Max, order, request, default)).Succeeded;
        }

        /// <summary>Goods arrive and are counted.</summary>
        private async Task ReceiveAsync()
        {
            var (product, pieces) = (random.Next(1, Products + 1), random.Next(1, 6));
            var onHand = await shop.Rig.ReadAsync(async db =>
            {
                var variant = await ShopWithStock.VariantAsync(db, product);
                return await db.StockLevels.Where(level => level.VariantId == variant).Select(level => level.OnHand).SingleAsync();
            });
            left[product - 1] += pieces;
            await shop.CountAsync(product, onHand + pieces);
        }

        /// <summary>A feed runs, and in every second run the process dies at some step and is started again.</summary>
        private async Task RunAsync(FeedKey feed)
        {
            if (random.Next(2) == 0)
            {
                power.CutAfter(random.Next(5, 150));
            }

            try
            {
                await shop.Rig.RunAsync(feed);
            }
            catch (Exception) when (power.IsOff)
            {
                power.SwitchOn();
                shop.Rig.Clock.Advance(TimeSpan.FromSeconds(20)); // a machine takes a while to start
                await shop.Rig.Stale.SweepAsync(everyRunning: true, default);
            }

            power.SwitchOn();
            while (await shop.Rig.Lease.ClaimAsync(default) is { } taken)
            {
                await shop.Rig.Runner.RunAsync(taken, default);
            }
        }

        private string? Any() => open.Count == 0 ? null : open.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(open.Count));

        private Task<int> SellableAsync(int product) => shop.Rig.ReadAsync(async db =>
        {
            var variant = await ShopWithStock.VariantAsync(db, product);
            var onHand = await db.StockLevels.Where(level => level.VariantId == variant).SumAsync(level => level.OnHand);
            var reserved = await db.Reservations.Where(row => row.VariantId == variant).SumAsync(row => row.Quantity);
            return Sellable.Of(onHand, reserved, buffer: 0);
        });

        /// <summary>Each movement begins where the one before ended, and no cause is booked twice.</summary>
        private async Task CheckLedgerAsync(int product)
        {
            var (movements, onHand) = await shop.Rig.ReadAsync(async db =>
            {
                var variant = await ShopWithStock.VariantAsync(db, product);
                return (
                    await db.StockMovements.Where(row => row.VariantId == variant).OrderBy(row => row.Id).ToListAsync(),
                    await db.StockLevels.Where(level => level.VariantId == variant).Select(level => level.OnHand).SingleAsync());
            });
            var figure = 0;
            Assert.All(movements, movement =>
            {
                Assert.Equal(figure, movement.Before);
                figure = movement.After;
            });
            Assert.Equal(onHand, figure);
            Assert.Equal(movements.Count(row => row.Cause is not null), movements.Where(row => row.Cause is not null).Select(row => row.Cause).Distinct().Count());
        }
    }
}
