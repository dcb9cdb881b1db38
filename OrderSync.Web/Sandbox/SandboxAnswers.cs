using Microsoft.AspNetCore.Diagnostics;

namespace OrderSync.Web.Sandbox;

/// <summary>How simulated systems answer: in their own words, without the program's error pages, and not at all if they like.</summary>
internal static class SandboxAnswers
{
    public static async Task HandleAsync(HttpContext context, IHostApplicationLifetime lifetime, Func<HttpContext, CancellationToken, Task> answer)
    {
        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        // An answer that never comes must not keep the program from stopping.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await answer(context, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            context.Abort();
        }
    }
}
