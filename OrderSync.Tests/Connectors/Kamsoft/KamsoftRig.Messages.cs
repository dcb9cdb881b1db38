using System.Globalization;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Pharmacy.HandOvers;
using OrderSync.Web.Pharmacy.Packets;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>An item as either face can say it.</summary>
internal sealed record Sent(string Ref = "", string Bloz = "", string Ean = "", string? Name = null, int? Stock = null, string? Price = null, int? Vat = null);

/// <summary>The same message over whichever face, and rows of the shop.</summary>
internal sealed partial class KamsoftRig
{
    private int packets;

    /// <summary>Sends items as a packet or as an offer.</summary>
    /// <returns>What became of each.</returns>
    public async Task<List<PacketLine>> SendAsync(PharmacyFace face, params IReadOnlyList<Sent> items)
    {
        if (face == PharmacyFace.Ppx)
        {
            var (status, ack) = await PpxAsync("products", Packet($"p{++packets}", items));
            Assert.Equal((200, "no"), (status, ack.Attribute("replayed")?.Value));
        }
        else
        {
            Assert.Equal((200, "true"), await SoapAsync("SetOffer", ("AOffer", Offer(items))) is var (status, answer) ? (status, answer.Value) : default);
        }

        var packet = await DoneAsync();
        Assert.Equal(face, packet.Face);
        return await ReadAsync(db => db.PacketLines.AsNoTracking().Where(row => row.PacketId == packet.Id).OrderBy(row => row.Position).ToListAsync());
    }

    /// <summary>The last packet, once it is worked off: on a busy machine a call may leave the rest of a large one to the background.</summary>
    public async Task<ProductPacket> DoneAsync()
    {
        using var changed = new SemaphoreSlim(0);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        var signal = App.Get<PacketSignal>();
        void Release(long integration) => changed.Release();
        signal.Changed += Release;
        try
        {
            while (true)
            {
                var packet = await ReadAsync(db => db.ProductPackets.AsNoTracking().Where(row => row.IntegrationId == IntegrationId).OrderByDescending(row => row.Id).FirstAsync());
                if (packet.State == PacketState.Done)
                {
                    return packet;
                }

                await changed.WaitAsync(limit.Token);
            }
        }
        finally
        {
            signal.Changed -= Release;
        }
    }

    public static string Packet(string id, params IReadOnlyList<Sent> items) => new XElement("packet", new XAttribute("id", id), new XElement("products", items.Select(item => new XElement(
        "product", new XAttribute("ref", item.Ref), Said("bloz", item.Bloz), Said("ean", item.Ean), Said("name", item.Name), Said("stock", item.Stock), Said("price", item.Price), Said("vat", item.Vat)))))
        .ToString(SaveOptions.DisableFormatting);

    public static string Offer(params IReadOnlyList<Sent> items) => new XElement("offer", new XAttribute("actualPackage", 1), new XAttribute("countPackage", 1), new XElement(
        "items", new XAttribute("descriptions", "no"), new XAttribute("photos", "no"), new XAttribute("stock", "yes"), items.Select(item => new XElement(
            "item", Said("idtowr", item.Ref), Said("bloz07", item.Bloz), Said("ean", item.Ean), Said("name", item.Name), Said("supplyamount", item.Stock), Said("price", item.Price), Said("vat", item.Vat),
            new XElement("deleted", 0), new XElement("desc"), new XElement("photo")))))
        .ToString(SaveOptions.DisableFormatting);

    /// <summary>Fetches orders; over SOAP the program names the last order it has.</summary>
    /// <returns>The answer as it came.</returns>
    public async Task<string> FetchAsync(PharmacyFace face, long last = 0)
    {
        if (face == PharmacyFace.Soap)
        {
            return (await SoapAsync("GetOrders", ("ALastOrderId", last.ToString(CultureInfo.InvariantCulture)))).Answer.Value;
        }

        using var answer = await PpxAnswerAsync("orders", null);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Tells that the orders up to this one have arrived.</summary>
    public async Task ConfirmAsync(PharmacyFace face, string fetched, long last)
    {
        if (face == PharmacyFace.Soap)
        {
            await FetchAsync(face, last);
        }
        else
        {
            Assert.Equal(200, (await PpxAsync($"ordersack&batch={XElement.Parse(fetched).Attribute("batch")!.Value}", "")).Status);
        }
    }

    /// <summary>The orders of an answer, each as it stands there, without what is of the page.</summary>
    public static List<string> OrdersOf(PharmacyFace face, string fetched) =>
        [.. XElement.Parse(face == PharmacyFace.Soap ? fetched[fetched.IndexOf("<orders", StringComparison.Ordinal)..] : fetched).Elements("order").Select(order => order.ToString(SaveOptions.DisableFormatting))];

    /// <summary>Reports a status and a waybill.</summary>
    /// <returns>What PPX says of the order; SOAP says nothing of it.</returns>
    public async Task<string> ReportAsync(PharmacyFace face, string number, string? status, string? waybill, string? push = null)
    {
        if (face == PharmacyFace.Soap)
        {
            var orders = new XElement("orders", new XElement("order", new XElement("number", number), Said("status", status), new XElement("letter", Said("number", waybill))));
            return (await SoapAsync("SetOrders", ("AOrders", orders.ToString(SaveOptions.DisableFormatting)))).Answer.Value;
        }

        var updates = new XElement("orderupdates", push is null ? null : new XAttribute("id", push), new XElement("order", new XAttribute("number", number),
            status is null ? null : new XElement("status", new XAttribute("code", status)), waybill is null ? null : new XElement("tracking", new XAttribute("courier", "KUR"), new XAttribute("number", waybill))));
        var ack = (await PpxAsync("orderstatus", updates.ToString(SaveOptions.DisableFormatting))).Answer;
        return ack.Attribute("replayed")!.Value == "yes" ? "replayed" : ack.Element("result")!.Attribute("status")!.Value;
    }

    /// <summary>An order of the shop that is ready.</summary>
    /// <param name="product">What stands on its line, as the shop names it.</param>
    public async Task<(long Id, string Reference)> AddOrderAsync(int number = 1, string product = "")
    {
        var external = string.Create(CultureInfo.InvariantCulture, $"{serial:000}{number:000}");
        var line = new OrderLine { Position = 1, ExternalId = "1", ExternalProductId = product, Name = "Drops", Quantity = 2, UnitPrice = 19.90m };
        var id = await App.Databases.AddOrderAsync(ShopId, external, placedAt: Rows.Now.AddMinutes(number), lines: [line]);
        return (id, $"REF{external}");
    }

    public Task ChangeAsync(long order, Action<Order> change) => ReadAsync(async db =>
    {
        change(await db.Orders.SingleAsync(row => row.Id == order));
        return await db.SaveChangesAsync();
    });

    public async Task ReleaseAsync(long order) => Assert.Null((await App.Get<HandOverActions>().ReleaseAsync(Boss, order, IntegrationId, "It was lost there", default)).Refusal);

    /// <summary>Says what a code of the program means.</summary>
    public Task MapAsync(string table, string code, string meaning) => ReadAsync(db =>
    {
        db.ValueMappings.Add(new ValueMapping { IntegrationId = IntegrationId, Table = table, Source = code, Target = MappingSet.KeyToJson(meaning), Stamp = Guid.NewGuid() });
        return db.SaveChangesAsync();
    });

    /// <summary>Pieces on hand of the only variant of a product.</summary>
    public Task<int?> StockAsync(long product) => ReadAsync(db => db.StockLevels.Where(row => db.Variants.Any(variant => variant.Id == row.VariantId && variant.ProductId == product))
        .Select(row => (int?)row.OnHand).SingleOrDefaultAsync());

    private static XElement? Said(string name, object? value) => value is null or "" ? null : new XElement(name, value);
}
