namespace OrderSync.Web.Features.Targets;

public static class TargetsSetup
{
    /// <summary>Orders in the systems that carry them out: what is shown of them and what people decide.</summary>
    public static void AddTargets(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TargetQueries>();
        builder.Services.AddSingleton<TargetActions>();
        builder.Services.AddSingleton<TargetDesk>();
        builder.Services.AddSingleton<ArticleQueries>();
    }
}
