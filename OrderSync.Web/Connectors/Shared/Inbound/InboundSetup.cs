using Microsoft.AspNetCore.Authorization;

namespace OrderSync.Web.Connectors.Shared.Inbound;

public static class InboundSetup
{
    /// <summary>What other systems call by themselves.</summary>
    public static void AddInbound(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<InboundLimits>();
        builder.Services.AddSingleton<OrderStatusEndpoint>();
        builder.Services.AddSingleton<TargetReportEndpoint>();
    }

    /// <summary>Open to everybody: each call proves by its signature, or by the token it was given, who it is from.</summary>
    public static void MapInbound(this WebApplication app)
    {
        app.MapPost(OrderStatusEndpoint.Route, [AllowAnonymous] (string integrationKey, HttpRequest request, OrderStatusEndpoint endpoint, CancellationToken ct) =>
            endpoint.TakeAsync(integrationKey, request, ct));
        app.MapMethods(
            OrderStatusEndpoint.Route, [HttpMethods.Get, HttpMethods.Head, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Options],
            [AllowAnonymous] (HttpResponse response) => OnlyPost(response));

        // Some ask with GET whether anybody is there.
        app.MapMethods(TargetReportEndpoint.Route, [HttpMethods.Post, HttpMethods.Get],
            [AllowAnonymous] (string integrationKey, string token, HttpRequest request, TargetReportEndpoint endpoint, CancellationToken ct) =>
                endpoint.TakeAsync(integrationKey, token, request, ct));
    }

    private static IResult OnlyPost(HttpResponse response)
    {
        response.Headers.Allow = HttpMethods.Post;
        return TypedResults.Problem(statusCode: StatusCodes.Status405MethodNotAllowed, title: "Only POST", detail: "Status events are sent with POST.");
    }
}
