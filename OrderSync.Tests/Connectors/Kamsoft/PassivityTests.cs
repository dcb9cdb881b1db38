using System.Diagnostics.Tracing;
using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Tests.Connectors.Kamsoft;

/// <summary>Test 16 of contracts/kamsoft.md §15: whatever a pharmacy sends, nothing goes out, also where documents name addresses that could be fetched.</summary>
public sealed class PassivityTests : IAsyncLifetime
{
    private const string Bait = "http://203.0.113.1/bait";

    private readonly OutgoingWatch watch = new();
    private readonly KamsoftApp app = new();

    public async Task InitializeAsync()
    {
        // What runs in the background from the start is watched too.
        watch.Begin();
        await app.InitializeAsync();
        app.App.Server.PreserveExecutionContext = true;
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        watch.Dispose();
    }

    [Theory]
    [InlineData(PharmacyFace.Ppx)]
    [InlineData(PharmacyFace.Soap)]
    public async Task T16_packets_orders_and_reports_make_no_connection(PharmacyFace face)
    {
        watch.Begin();
        var rig = await app.OpenAsync(settings => settings with { Sources = [settings.Sources[0]] });
        await rig.MapAsync(MappingTables.Statuses, "4", nameof(OrderStatus.Shipped));
        var (order, reference) = await rig.AddOrderAsync();

        await BaitAsync(rig);
        Assert.Equal(PacketVerdict.Created, Assert.Single(await rig.SendAsync(face, new Sent(rig.Ref(1), Name: $"Drops {Bait}", Price: "1", Stock: 5))).Verdict);
        var fetched = await rig.FetchAsync(face);
        Assert.Single(KamsoftRig.OrdersOf(face, fetched));
        await rig.ConfirmAsync(face, fetched, order);
        await rig.ReportAsync(face, reference, "4", "A1");

        Assert.Equal(OrderStatus.Shipped, await rig.ReadAsync(db => db.Orders.Where(row => row.Id == order).Select(row => row.Status).SingleAsync()));
        Assert.Equal([], watch.Seen);
    }

    [Fact]
    public async Task The_watch_sees_a_request_a_connection_and_a_name_that_is_looked_up()
    {
        watch.Begin();
        using var http = new HttpClient();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => http.GetAsync("http://127.0.0.1:1/"));
        using var socket = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => socket.ConnectAsync("127.0.0.1", 1));
        await Assert.ThrowsAnyAsync<SocketException>(() => System.Net.Dns.GetHostAddressesAsync("nobody.invalid"));

        Assert.Contains("RequestStart http 127.0.0.1 1", watch.Seen);
        Assert.Contains(watch.Seen, line => line.StartsWith("ConnectStart", StringComparison.Ordinal));
        Assert.Contains("ResolutionStart nobody.invalid", watch.Seen);
    }

    /// <summary>Documents full of addresses: as pictures, in texts, as what an XML reader might load.</summary>
    private static async Task BaitAsync(KamsoftRig rig)
    {
        await rig.PpxAsync("products", $"<!DOCTYPE packet SYSTEM '{Bait}.dtd'><packet id='1'/>");
        await rig.PpxAsync("products", $"<packet id='2' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:noNamespaceSchemaLocation='{Bait}.xsd'><products/></packet>");
        var (_, ack) = await rig.PpxAsync("products", $"""
            <packet id='3'><products><product ref='{rig.Ref(9)}'><name>Bait</name><price>1</price><description format='html'>&lt;img src="{Bait}.png"&gt;</description>
            <photos><photo>{Bait}.png</photo><photo href='{Bait}.png'>{Convert.ToBase64String(Encoding.UTF8.GetBytes(Bait))}</photo></photos></product></products></packet>
            """);
        Assert.Equal("invalid", ack.Element("result")!.Attribute("status")!.Value);
        await rig.EnvelopeAsync(Encoding.UTF8.GetBytes($"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body><SetOffer><AUserName href='{Bait}'/><APassword href='{Bait}'/></SetOffer></e:Body></e:Envelope>"));
        Assert.Equal(4, (await rig.CallsAsync()).Count);
    }

    /// <summary>
    /// Hears of every request, connection and name that the program begins in the flow that began the watch, in this process, whoever makes it; other
    /// tests run beside it. Requests are heard of apart from connections, because the latter are made outside of the flow for whoever needs one next.
    /// </summary>
    private sealed class OutgoingWatch : EventListener
    {
        private static readonly string[] Sources = ["System.Net.Http", "System.Net.Sockets", "System.Net.NameResolution"];
        private static readonly string[] Beginnings = ["RequestStart", "ConnectStart", "ResolutionStart"];
        private static readonly AsyncLocal<OutgoingWatch?> Flow = new();

        private readonly List<string> seen = [];

        public IReadOnlyList<string> Seen
        {
            get
            {
                lock (seen)
                {
                    return [.. seen];
                }
            }
        }

        public void Begin() => Flow.Value = this;

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (Sources.Contains(eventSource.Name))
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            // The test's own calls go to the server in this process, by its name and the port nobody listens on.
            if (Flow.Value != this || !Beginnings.Contains(eventData.EventName) || (eventData.EventName == "RequestStart" && eventData.Payload is ["http", "localhost", 80, ..]))
            {
                return;
            }

            lock (seen)
            {
                seen.Add($"{eventData.EventName} {string.Join(' ', eventData.Payload!.Take(3))}");
            }
        }
    }
}
