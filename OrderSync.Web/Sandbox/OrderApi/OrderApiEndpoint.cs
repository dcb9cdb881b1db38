using System.Globalization;
using System.Text;
using System.Text.Json;
using OrderSync.Web.Sandbox.Faults;

namespace OrderSync.Web.Sandbox.OrderApi;

/// <summary>The order API over HTTP: faults, proof, message, answer.</summary>
public sealed class OrderApiEndpoint(OrderApiCheck check, OrderApiCalls calls, OrderApiFaults faults, SandboxClock clock, IHostApplicationLifetime lifetime)
{
    public const string BasePath = "/sandbox/order-api";
    public const string Route = BasePath + "/v1/{**path}";

    private const int MostBytes = 64 * 1024;
    private const string UnknownOrders = "ordersync-test-";

    private static readonly string[] Paths = ["/v1/orders/fulfillment", "/v1/orders/multiFulfillment"];
    private static readonly string[] Statuses = ["ORDERED", "FULFILLED", "SHIPPED", "READY_FOR_PICKUP", "DELIVERED", "CANCELLED_MERCHANT"];

    public Task HandleAsync(HttpContext context) => SandboxAnswers.HandleAsync(context, lifetime, AnswerAsync);

    private async Task AnswerAsync(HttpContext context, CancellationToken ct)
    {
        var path = context.Request.Path.Value![BasePath.Length..];
        if (!Paths.Contains(path) || !HttpMethods.IsPost(context.Request.Method))
        {
            await SendAsync(context, Paths.Contains(path) ? 405 : 404, """{"message":"There is nothing here."}""", null, false, ct);
            return;
        }

        var met = faults.Take();
        if (met.TryGetValue(OrderApiFault.Latency, out var slow))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(slow.Value), clock, ct);
        }

        var request = new OrderApiRequest(context.Request.Method, path, context.Request.Headers, await ReadAsync(context.Request.Body, ct));
        var (call, proof, status, body) = Judge(request, met);
        var neverAnswered = status == 200 && met.ContainsKey(OrderApiFault.NoAnswerAfterTaking);
        if (status == 200)
        {
            calls.Take(call, neverAnswered ? 0 : status);
        }
        else
        {
            calls.Refuse(call, status);
        }

        if (neverAnswered)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, ct);
        }

        if (status == 429)
        {
            context.Response.Headers.RetryAfter = met[OrderApiFault.TooManyRequests].Value.ToString(CultureInfo.InvariantCulture);
        }

        await SendAsync(context, status, body, proof.Reply, met.ContainsKey(OrderApiFault.WrongSignature), ct);
    }

    /// <summary>In the order of the contract (C 9): size, proof, and only then what it says.</summary>
    private (OrderApiCall Call, OrderApiProof Proof, int Status, string Body) Judge(OrderApiRequest request, IReadOnlyDictionary<OrderApiFault, SwitchedFault<OrderApiFault>> met)
    {
        var eventId = request["webhook-id"] is { Length: > 0 } id ? id : request["idempotency-key"];
        var call = new OrderApiCall(clock.GetUtcNow(), eventId, "", "", "", "", "");
        if (request.Body.Length > MostBytes)
        {
            return Refused(call, new OrderApiProof("", "too large"), 413);
        }

        var proof = check.Check(request);
        call = call with { Proof = proof.Kind };
        if (proof.Fault.Length > 0)
        {
            return Refused(call, proof, proof.Kind == "none" ? 401 : 403);
        }

        (call, var fault) = Read(call, request.Body);
        return fault.Length > 0 ? Refused(call, proof with { Fault = fault }, 400)
            : met.ContainsKey(OrderApiFault.ServerError) ? (call, proof, 500, """{"message":"Something broke."}""")
            : met.ContainsKey(OrderApiFault.TooManyRequests) ? (call, proof, 429, """{"message":"Too many requests."}""")
            : met.ContainsKey(OrderApiFault.SaysItHadIt) ? (call, proof, 409, """{"code":"StatusExistsException"}""")
            : call.OrderId.StartsWith(UnknownOrders, StringComparison.Ordinal) ? (call, proof, 404, """{"code":"OrderNotFoundException","message":"There is no such order."}""")
            : (call, proof, 200, JsonSerializer.Serialize(new { oaOrderId = call.OrderId, status = call.Status }));
    }

    private static (OrderApiCall, OrderApiProof, int, string) Refused(OrderApiCall call, OrderApiProof proof, int status) =>
        (call with { Proof = proof.Kind, Fault = proof.Fault }, proof, status, JsonSerializer.Serialize(new { message = proof.Fault }));

    private static (OrderApiCall Call, string Fault) Read(OrderApiCall call, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            var parcels = root.TryGetProperty("shipments", out var shipments) ? shipments.EnumerateArray().ToList() : [root];
            var read = call with { OrderId = Text(root, "oaOrderId"), ShopOrderId = Text(root, "shopOrderId"), Status = parcels.Count > 0 ? Text(parcels[0], "status") : "" };
            return (read, read.OrderId is not { Length: > 0 and <= 36 } ? "oaOrderId is missing or longer than 36 characters"
                : read.ShopOrderId is not { Length: > 0 and <= 36 } ? "shopOrderId is missing or longer than 36 characters"
                : !Statuses.Contains(read.Status) ? "status is not known" : "");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return (call, "body is not readable");
        }
    }

    private static string Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken ct)
    {
        var buffer = new byte[MostBytes + 1];
        return buffer[..await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct)];
    }

    private async Task SendAsync(HttpContext context, int status, string body, (string Timestamp, string Nonce)? reply, bool wrongly, CancellationToken ct)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.Date = clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        if (reply is { } to)
        {
            context.Response.Headers["X-Server-Authorization"] = check.SignReply(to, bytes, wrongly);
        }

        await context.Response.Body.WriteAsync(bytes, ct);
    }
}
