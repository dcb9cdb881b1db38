using Microsoft.AspNetCore.Components;
using OrderSync.Web.Components;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Web.Account;

public sealed partial class Password
{
    private readonly ActionState state = new();
    private bool done;
    private bool mustChange;

    [Inject]
    private SignIns SignIns { get; set; } = null!;

    [Inject]
    private RequestLimits Limits { get; set; } = null!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromForm]
    private Form Input { get; set; } = null!;

    protected override void OnInitialized()
    {
        Input ??= new();
        mustChange = Context.User.HasClaim(claim => claim.Type == UserAccounts.MustChangePassword);
    }

    private async Task ChangeAsync()
    {
        if (!Limits.MayTryToSignIn(Context))
        {
            Context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            state.Refuse(RequestLimits.Exceeded);
            return;
        }

        var outcome = await SignIns.ChangePasswordAsync(Context.User, Input.Current ?? "", Input.Password ?? "", Context.RequestAborted);
        Input = new();
        done = outcome.Succeeded;
        if (outcome.Refusal is { } refusal)
        {
            state.Refuse(refusal);
        }
    }

    private sealed class Form
    {
        public string? Current { get; set; }
        public string? Password { get; set; }
    }
}
