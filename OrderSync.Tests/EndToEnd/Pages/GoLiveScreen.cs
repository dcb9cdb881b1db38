using Microsoft.Playwright;

namespace OrderSync.Tests.EndToEnd.Pages;

/// <summary>The go-live checklist of an integration.</summary>
internal sealed class GoLiveScreen(IPage page, Uri address, long integration)
{
    public Task OpenAsync() => page.GotoAsync(new Uri(address, $"/integrations/{integration}/go-live").ToString());

    /// <summary>Presses the step's button that runs its feed.</summary>
    public Task RunAsync(string step) => StepOf(step).GetByRole(AriaRole.Button, new() { Name = "Run '" }).ClickAsync();

    /// <summary>Whether the step's feed may not be started yet.</summary>
    public Task<bool> IsLockedAsync(string step) => StepOf(step).GetByRole(AriaRole.Button, new() { Name = "Run '" }).IsDisabledAsync();

    public Task WaitUntilDoneAsync(string step) => StepOf(step).GetByText("Done", new() { Exact = true }).WaitForAsync();

    /// <summary>Opens what the step's run has made, as soon as it is there.</summary>
    public async Task<PlanScreen> OpenPlanAsync(string step)
    {
        await StepOf(step).GetByRole(AriaRole.Link, new() { Name = "Look at the plan" }).ClickAsync();
        return new PlanScreen(page);
    }

    private ILocator StepOf(string title) => page.GetByRole(AriaRole.Article, new() { Name = title });
}
