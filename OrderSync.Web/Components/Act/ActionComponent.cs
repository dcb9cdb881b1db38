using Microsoft.AspNetCore.Components;
using OrderSync.Domain;

namespace OrderSync.Web.Components;

/// <summary>
/// Base of everything that does something on a click. <see cref="RunAsync(Func{CancellationToken, Task{Outcome}})"/> owns the busy and error
/// state, so that no page writes a try block: a refusal is shown by <c>ActionError</c> and <c>Field</c>, a fault is logged and told plainly,
/// and neither ends the circuit.
/// </summary>
public abstract class ActionComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource gone = new();

    protected ActionComponent() => Gone = gone.Token;

    [Inject]
    private ILoggerFactory Logs { get; set; } = null!;

    /// <summary>Cancelled when the component leaves the page. Pass it to every query.</summary>
    protected CancellationToken Gone { get; }

    /// <summary>The state of the page's main action.</summary>
    protected ActionState Action { get; } = new();

    /// <summary>Runs the page's main action; true when it was done.</summary>
    protected Task<bool> RunAsync(Func<CancellationToken, Task<Outcome>> action) => RunAsync(Action, action);

    /// <summary>Runs one of several actions, each with its own busy and error state; true when it was done.</summary>
    protected async Task<bool> RunAsync(ActionState state, Func<CancellationToken, Task<Outcome>> action)
    {
        var done = await AttemptAsync(state, async () => (await action(Gone)).Refusal);
        return done;
    }

    /// <summary>Runs an action that answers with a value; <c>Succeeded</c> is false when it was refused or failed.</summary>
    protected async Task<Done<T>> RunAsync<T>(ActionState state, Func<CancellationToken, Task<Outcome<T>>> action)
    {
        T? value = default;
        var done = await AttemptAsync(state, async () =>
        {
            var outcome = await action(Gone);
            value = outcome.Value;
            return outcome.Refusal;
        });
        return new(done, value);
    }

    public void Dispose()
    {
        if (!gone.IsCancellationRequested)
        {
            gone.Cancel();
            Dispose(disposing: true);
            gone.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    private async Task<bool> AttemptAsync(ActionState state, Func<Task<Refusal?>> action)
    {
        if (state.Busy)
        {
            return false;
        }

        state.Clear();
        state.Busy = true;
        StateHasChanged();
        try
        {
            state.Refusal = await action();
            return state.Refusal is null;
        }
        catch (Exception) when (Gone.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception fault)
        {
            state.Fault = Told(fault);
            return false;
        }
        finally
        {
            state.Busy = false;
            StateHasChanged();
        }
    }

    private Phrase Told(Exception fault)
    {
        var reference = Guid.NewGuid().ToString("N")[..8];
        Logs.CreateLogger(GetType()).LogError(fault, "An action of a page failed. Reference {Reference}", reference);
        return new("OrderSync could not finish this because of a fault of its own. Reload the page to see what was saved. Reference for the log: {0}", reference);
    }
}

/// <summary>What became of an action with a value.</summary>
public readonly record struct Done<T>(bool Succeeded, T? Value);
