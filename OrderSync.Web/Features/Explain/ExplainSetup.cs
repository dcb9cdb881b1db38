using OrderSync.Web.Features.Completeness;

namespace OrderSync.Web.Features.Explain;

public static class ExplainSetup
{
    /// <summary>Why an order is not here, and whether all orders of a shop are.</summary>
    public static void AddExplanations(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<ExplainReader>();
        services.AddSingleton<ExplainQueries>();
        services.AddSingleton<ExplainActions>();
        services.AddSingleton<OrderReading>();
        services.AddSingleton<CompletenessQueries>();
        services.AddSingleton<CompletenessNow>();
        services.AddSingleton<CompletenessActions>();
    }
}
