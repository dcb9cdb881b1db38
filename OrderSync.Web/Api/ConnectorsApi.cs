using OrderSync.Web.Features.Integrations;

namespace OrderSync.Web.Api;

internal static class ConnectorsApi
{
    public static void MapConnectors(this RouteGroupBuilder api) => api
        .MapGet("/connectors", (ConnectorQueries queries) => TypedResults.Ok(queries.List()))
        .WithTags("Integrations").WithSummary("The systems that can be connected");
}
