using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.Metadata;
using OrderSync.Domain;

namespace OrderSync.Web.Api;

/// <summary>The HTTP API: one file per area, thin over the actions and queries the pages use.</summary>
public static class ApiSetup
{
    private const long LargestBody = 1024 * 1024;

    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            // Answers are JSON and never part of a page: letters of any script stay readable.
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.SerializerOptions.Converters.Add(new UtcJsonConverter());
        });
        builder.Services.AddApiDescription();
    }

    /// <summary>Faults and refusals of the API are problem+json too, also those that no endpoint of ours answers.</summary>
    public static void UseApi(this WebApplication app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseExceptionHandler().UseStatusCodePages());

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        var api = app.MapGroup("/api/v1")
            .RequireAuthorization(nameof(Permission.View))
            .WithMetadata(new BodyLimit(LargestBody))
            .DisableAntiforgery();
        api.MapConnectors();
        api.MapIntegrations();
        api.MapMappings();
        api.MapFeeds();
        api.MapOrderEvents();
        api.MapReportAddress();
        api.MapGoLive();
        api.MapRuns();
        api.MapChoices();
        api.MapOrders();
        api.MapExplanations();
        api.MapCompleteness();
        api.MapShipments();
        api.MapHandOvers();
        api.MapOutbox();
        api.MapOutgoing();
        api.MapIncomingOrders();
        api.MapProblems();
        api.MapProductRoutes();
        api.MapSuppliers();
        api.MapStock();
        api.MapStockPlans();
        api.MapPricePlans();
        api.MapPackets();
        api.MapAlerts();
        api.MapAudit();
        api.MapData();

        // Whatever else begins with /api is not a page. It claims to want JSON as all routes with a body do: if it took any Content-Type, routing
        // would hand it every request whose Content-Type is missing or not theirs, and a 415 of theirs would become this 404.
        app.MapFallback("/api/{**path}", () => TypedResults.Problem("There is no such route. See /openapi/v1.json.", statusCode: StatusCodes.Status404NotFound))
            .WithMetadata(new AcceptsMetadata(["application/json"]))
            .RequireAuthorization(nameof(Permission.View));
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
