using System.Globalization;
using System.Text;
using System.Xml;
using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft.Ppx;

/// <summary>Writes the answers of the PPX face (contracts/kamsoft.md §7). The same content always gives the same bytes.</summary>
/// <param name="encoding">What does not exist in it is written as a numeric reference.</param>
internal sealed class PpxWriter(Encoding encoding, TimeZoneInfo zone)
{
    private const string Version = "1.0";

    public byte[] Error(PpxError error) => Write(xml =>
    {
        xml.WriteStartElement("error");
        Attr(xml, "version", Version);
        Attr(xml, "code", error.Code);
        Attr(xml, "http", N(error.Status));
        Attr(xml, "retry", YesNo(error.MayRetry));
        Some(xml, "after", error.After is { } after ? N(after) : "");
        Some(xml, "line", error.Line is { } line ? N(line) : "");
        xml.WriteString(error.Text);
        xml.WriteEndElement();
    });

    public byte[] Pong(string shop, DateTime now, KamsoftSettings settings) => Write(xml =>
    {
        xml.WriteStartElement("pong");
        Attr(xml, "version", Version);
        Attr(xml, "shop", shop);
        Attr(xml, "time", ExchangeTimes.Iso(now, zone));
        xml.WriteElementString("actions", "ping products result orders ordersack orderstatus");
        Element(xml, "limits", ("maxbytes", N(CallBody.Largest)), ("maxproducts", N(PpxPacketReader.MostProducts)), ("maxorders", N(IOrderHandOver.MostOnPage)), ("defaultorders", N(settings.PageSize)),
            ("maxphotobytes", N(FieldReader.LargestPhoto)), ("maxphotos", N(FieldReader.MostPhotos)), ("gzip", "yes"));
        Element(xml, "accepts", ("encodings", "utf-8 windows-1250 iso-8859-2"));
        Element(xml, "switches", ("create", YesNo(settings.Creates())), ("stock", YesNo(settings.TakesStock())), ("price", YesNo(settings.TakesPrices())),
            ("text", YesNo(settings.TakesTexts())), ("photos", YesNo(settings.TakesPhotos())), ("couriers", YesNo(settings.TakesCouriers())),
            ("confirm", settings.PpxConfirm == KamsoftConfirm.Explicit ? "explicit" : "on-response"));
        xml.WriteEndElement();
    });

    /// <param name="onlyTroubles">Leaves out the results that are as they should be; the counts are complete all the same.</param>
    public byte[] Ack(PacketReport report, bool onlyTroubles) => Write(xml =>
    {
        var packet = report.Packet;
        xml.WriteStartElement("ack");
        Attr(xml, "version", Version);
        Attr(xml, "action", "products");
        Attr(xml, "packet", packet.PacketId);
        Attr(xml, "part", N(packet.Part));
        Attr(xml, "status", packet.State == PacketState.Done ? "done" : "queued");
        Attr(xml, "replayed", YesNo(report.Replayed));
        foreach (var (name, count) in new[]
        {
            ("received", packet.Received), ("created", packet.Created), ("updated", packet.Updated), ("unchanged", packet.Unchanged), ("locked", packet.Locked),
            ("unknown", packet.Unknown), ("ambiguous", packet.Ambiguous), ("invalid", packet.Invalid), ("error", packet.Failed), ("ignored", packet.Ignored), ("ms", packet.Milliseconds),
        })
        {
            Attr(xml, name, N(count));
        }

        Some(xml, "absent", packet.Absent is { } absent ? N(absent) : "");
        foreach (var line in report.Lines.Where(line => !onlyTroubles || line.Verdict is not (PacketVerdict.Updated or PacketVerdict.Unchanged or PacketVerdict.Created)))
        {
            Result(xml, line);
        }

        xml.WriteEndElement();
    });

    public byte[] Ack(BatchConfirmed confirmed) => Write(xml => Element(xml, "ack",
        ("version", Version), ("action", "ordersack"), ("batch", confirmed.Batch), ("status", "done"), ("confirmed", N(confirmed.Confirmed)), ("replayed", YesNo(confirmed.Replayed))));

    public byte[] Ack(string? pushId, UpdatesTaken taken) => Write(xml =>
    {
        xml.WriteStartElement("ack");
        Attr(xml, "version", Version);
        Attr(xml, "action", "orderstatus");
        Some(xml, "id", pushId ?? "");
        Attr(xml, "status", "done");
        Attr(xml, "replayed", YesNo(taken.Replayed));
        Attr(xml, "received", N(taken.Results.Count));
        foreach (var verdict in Enum.GetValues<UpdateVerdict>())
        {
            Attr(xml, Word(verdict), N(taken.Results.Count(result => result.Verdict == verdict)));
        }

        foreach (var result in taken.Results)
        {
            xml.WriteStartElement("result");
            Attr(xml, "order", result.Order);
            Some(xml, "id", result.OrderId is { } id ? N(id) : "");
            Attr(xml, "status", Word(result.Verdict));
            Some(xml, "set", result.Set);
            Some(xml, "code", result.Code);
            Some(xml, "state", result.State);
            Some(xml, "note", result.Note);
            Some(xml, "message", result.Message?.ToString() ?? "");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });

    public byte[] Orders(HandOverPage page, KamsoftConfirm confirm) => Write(xml =>
    {
        xml.WriteStartElement("orders");
        Attr(xml, "version", Version);
        Attr(xml, "batch", page.Batch);
        Attr(xml, "page", N(page.Page));
        Attr(xml, "pages", N(page.Pages));
        Attr(xml, "size", N(page.Size));
        Attr(xml, "total", N(page.Total));
        Attr(xml, "confirm", confirm == KamsoftConfirm.Explicit ? "explicit" : "on-response");
        Some(xml, "expires", page.ExpiresAt is { } expires ? ExchangeTimes.Iso(expires, zone) : "");
        foreach (var order in page.Orders)
        {
            PpxOrder.Write(xml, order, zone);
        }

        xml.WriteEndElement();
    });

    private static void Result(XmlWriter xml, PacketLine line)
    {
        xml.WriteStartElement("result");
        Attr(xml, "ref", line.Ref);
        Attr(xml, "status", Word(line.Verdict));
        Some(xml, "product", line.ProductId is { } id ? N(id) : "");
        Some(xml, "by", line.By is { } by ? Word(by) : "");
        Some(xml, "set", line.Set);
        Some(xml, "locked", line.Locked);
        Some(xml, "off", line.Off);
        Some(xml, "code", line.Code);
        Some(xml, "warn", line.Warnings);
        Some(xml, "note", line.Note);
        Some(xml, "candidates", line.Candidates);
        Some(xml, "adjusted", line.Adjusted is { } adjusted ? N(adjusted) : "");
        Some(xml, "message", line.Message?.ToString() ?? "");
        xml.WriteEndElement();
    }

    private byte[] Write(Action<XmlWriter> content)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = encoding, CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize }))
        {
            xml.WriteStartDocument();
            content(xml);
        }

        return bytes.ToArray();
    }

    internal static void Element(XmlWriter xml, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name);
        foreach (var (attribute, value) in attributes)
        {
            Attr(xml, attribute, value);
        }

        xml.WriteEndElement();
    }

    internal static void Attr(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, XmlText.Clean(value));

    private static void Some(XmlWriter xml, string name, string value)
    {
        if (value.Length > 0)
        {
            Attr(xml, name, value);
        }
    }

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    internal static string YesNo(bool value) => value ? "yes" : "no";

    internal static string N(long number) => number.ToString(CultureInfo.InvariantCulture);
}
