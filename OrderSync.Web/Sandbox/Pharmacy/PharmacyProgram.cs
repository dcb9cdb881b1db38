using System.Globalization;
using System.Net.Http.Headers;
using System.Xml;
using System.Xml.Linq;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.Pharmacy;

/// <summary>The ways the pharmacy program can call.</summary>
public enum PharmacyWay
{
    Ppx,
    Soap,
}

/// <param name="Summary">What was answered, in its own words.</param>
/// <param name="Answer">The answer word for word.</param>
public sealed record PharmacyAnswer(int Status, string Summary, string Answer)
{
    public bool IsGood => Status is >= 200 and < 300;
}

/// <summary>
/// The simulated pharmacy program: it calls, as a real one does, when somebody tells it to. It calls programs of this machine only, and remembers
/// over restarts where to.
/// </summary>
public sealed class PharmacyProgram : IDisposable
{
    private const string Table = "CREATE TABLE IF NOT EXISTS pharmacy_program (id INTEGER PRIMARY KEY CHECK (id = 1), program TEXT NOT NULL, key TEXT NOT NULL, last INTEGER NOT NULL)";

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly ShopDatabase database;
    private readonly PharmacyShelf shelf;
    private readonly PharmacyOrders orders;
    private readonly PharmacyFaults faults;

    public PharmacyProgram(ShopDatabase database, PharmacyShelf shelf, PharmacyOrders orders, PharmacyFaults faults)
    {
        (this.database, this.shelf, this.orders, this.faults) = (database, shelf, orders, faults);
        (Program, Key) = database.Keep(writer =>
        {
            ShopDatabase.Run(writer, Table);
            using var command = ShopDatabase.Command(writer, "SELECT program, key FROM pharmacy_program");
            using var reader = command.ExecuteReader();
            return reader.Read() ? (new Uri(reader.GetString(0)), reader.GetString(1)) : ((Uri?)null, "");
        });
    }

    /// <summary>Where OrderSync listens; null while nobody has said.</summary>
    public Uri? Program { get; private set; }

    /// <summary>The last part of the integration's addresses.</summary>
    public string Key { get; private set; }

    /// <summary>The last call; null before the first.</summary>
    public PharmacyAnswer? Last { get; private set; }

    /// <returns>What is wrong, or null.</returns>
    public string? Set(string program, string key)
    {
        if (!Uri.TryCreate(program.Trim(), UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp || !address.IsLoopback)
        {
            return "Give an http address on this machine.";
        }

        (Program, Key) = (address, key.Trim());
        database.Keep(connection =>
        {
            ShopDatabase.Run(connection, "INSERT INTO pharmacy_program (id, program, key, last) VALUES (1, $program, $key, 0) ON CONFLICT (id) DO UPDATE SET program = $program, key = $key",
                ("$program", address.AbsoluteUri), ("$key", Key));
            return true;
        });
        return null;
    }

    /// <summary>Sends the whole shelf, or one item of it.</summary>
    public async Task<PharmacyAnswer> SendAsync(PharmacyWay way, long? reference, CancellationToken ct)
    {
        var items = shelf.All().Where(item => reference is null || item.Ref == reference).ToList();
        var broken = faults.Meets(PharmacyFault.BrokenPrice);
        var times = faults.Meets(PharmacyFault.SendsTwice) ? 2 : 1;
        var packet = PharmacyMessages.Packet(NextId(faults.Meets(PharmacyFault.OtherContentSameId)), items, broken);
        var answer = new PharmacyAnswer(0, "", "");
        for (var i = 0; i < times; i++)
        {
            answer = way == PharmacyWay.Ppx
                ? await PpxAsync("products", packet, ct)
                : await SoapAsync("SetOffer", ("AOffer", PharmacyMessages.Offer(items, broken).ToString(SaveOptions.DisableFormatting)), ct);
        }

        return answer;
    }

    /// <summary>Fetches all orders that are handed out, and confirms them where that is the way.</summary>
    public async Task<PharmacyAnswer> FetchAsync(PharmacyWay way, CancellationToken ct)
    {
        if (way == PharmacyWay.Soap)
        {
            var told = await SoapAsync("GetOrders", ("ALastOrderId", "0"), ct, ("ALastDateTime", ""));
            TakeAll(told.IsGood ? PharmacyMessages.OrdersOfSoap(XElement.Parse(XElement.Parse(told.Answer).Value)) : []);
            return told;
        }

        var (page, batch) = (1, "");
        int pages;
        PharmacyAnswer answer;
        do
        {
            answer = await PpxAsync($"orders&page={page.ToString(CultureInfo.InvariantCulture)}{(batch.Length > 0 ? "&batch=" + batch : "")}", null, ct);
            if (!answer.IsGood || Parse(answer.Answer) is not { } list)
            {
                return answer;
            }

            TakeAll(PharmacyMessages.Orders(list));
            (pages, batch) = (int.Parse(list.Attribute("pages")!.Value, CultureInfo.InvariantCulture), list.Attribute("batch")!.Value);
        }
        while (++page <= pages);

        return batch.Length == 0 || faults.Meets(PharmacyFault.NeverConfirms) ? answer : await PpxAsync($"ordersack&batch={batch}", null, ct);
    }

    /// <summary>Reports a status, a waybill, or both.</summary>
    public async Task<PharmacyAnswer?> ReportAsync(PharmacyWay way, long id, string status, string waybill, CancellationToken ct)
    {
        if (orders.Find(id) is not { } order)
        {
            return null;
        }

        var code = faults.Meets(PharmacyFault.UnknownCode) ? "77" : status;
        var times = faults.Meets(PharmacyFault.ReportsTwice) ? 2 : 1;
        var updates = PharmacyMessages.Updates(NextId(again: false), order, code, waybill);
        var answer = new PharmacyAnswer(0, "", "");
        for (var i = 0; i < times; i++)
        {
            answer = way == PharmacyWay.Ppx
                ? await PpxAsync("orderstatus", updates, ct)
                : await SoapAsync("SetOrders", ("AOrders", PharmacyMessages.SetOrders(order, code, waybill).ToString(SaveOptions.DisableFormatting)), ct);
        }

        orders.SetReported(id, code, waybill, answer.Summary);
        return answer;
    }

    public void Dispose() => http.Dispose();

    private void TakeAll(IEnumerable<FetchedOrder> fetched)
    {
        foreach (var order in fetched)
        {
            orders.Take(order);
        }
    }

    private Task<PharmacyAnswer> PpxAsync(string action, XElement? document, CancellationToken ct)
    {
        var request = new HttpRequestMessage(document is null ? HttpMethod.Get : HttpMethod.Post, $"in/ppx/{Key}?action={action}");
        request.Headers.Add("X-Ppx-Key", faults.Meets(PharmacyFault.WrongKey) ? "not-the-key" : SandboxOptions.PharmacyKey);
        request.Content = document is null ? null : Xml(PharmacyMessages.Bytes(document, faults));
        return CallAsync(request, ct);
    }

    private Task<PharmacyAnswer> SoapAsync(string operation, (string Name, string Value) third, CancellationToken ct, params (string Name, string Value)[] more)
    {
        var password = faults.Meets(PharmacyFault.WrongKey) ? "not-the-password" : SandboxOptions.PharmacyPassword;
        var envelope = PharmacyMessages.Envelope(operation, [("AUserName", SandboxOptions.PharmacyLogin), ("APassword", password), third, .. more]);
        return CallAsync(new HttpRequestMessage(HttpMethod.Post, $"in/kamsoft/{Key}") { Content = Xml(PharmacyMessages.Bytes(envelope, faults)) }, ct);
    }

    private async Task<PharmacyAnswer> CallAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using var sent = request;
        if (Program is not { } program || Key.Length == 0)
        {
            return Last = new PharmacyAnswer(0, "no address yet", "");
        }

        sent.RequestUri = new Uri(program, sent.RequestUri!.OriginalString);
        try
        {
            using var answer = await http.SendAsync(sent, ct);
            var text = await answer.Content.ReadAsStringAsync(ct);
            return Last = new PharmacyAnswer((int)answer.StatusCode, SummaryOf(text), text);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return Last = new PharmacyAnswer(0, "no answer", "");
        }
    }

    /// <summary>The attributes of the answer's root: counts, or what went wrong.</summary>
    private static string SummaryOf(string text) => Parse(text) switch
    {
        null => "no XML",
        { Name.LocalName: "Envelope" } envelope => envelope.Value.Length > 200 ? envelope.Value[..200] : envelope.Value,
        { Name.LocalName: "error" } error => $"{error.Attribute("code")?.Value}: {error.Value}",
        var root => string.Join(' ', root.Attributes().Where(attribute => attribute.Name.LocalName is not ("version" or "action") && attribute.Value != "0").Select(attribute => $"{attribute.Name.LocalName}={attribute.Value}")),
    };

    private static XElement? Parse(string text)
    {
        try
        {
            return XElement.Parse(text);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static ByteArrayContent Xml(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("text/xml") } };

    /// <summary>Ids count up over restarts: a pharmacy never uses one twice, unless it is made to.</summary>
    private string NextId(bool again) => database.Keep(connection =>
    {
        ShopDatabase.Run(connection, again ? "SELECT 1" : "UPDATE pharmacy_program SET last = last + 1");
        var last = Convert.ToInt64(ShopDatabase.Scalar(connection, "SELECT COALESCE(MAX(last), 0) FROM pharmacy_program"), CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"sandbox-{last}");
    });
}
