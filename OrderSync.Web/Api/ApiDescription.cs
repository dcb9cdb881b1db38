using Microsoft.OpenApi;

namespace OrderSync.Web.Api;

/// <summary>The description of the API for machines: <c>/openapi/v1.json</c>.</summary>
internal static class ApiDescription
{
    private const string Scheme = "apiKey";

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "OrderSync",
                Version = "v1",
                Description = "Everything the pages can do. Lists answer {items, next, total} and take ?after= and ?limit= (1 to 200). Refusals are application/problem+json.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "osk_…",
                Description = "A key from Settings, API keys; its role decides what it may do.",
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
            return Task.CompletedTask;
        });
    });
}
