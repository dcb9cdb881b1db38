using Microsoft.AspNetCore.Components;
using OrderSync.Web.Components;

namespace OrderSync.Web.Account;

public sealed partial class SignIn
{
    private readonly ActionState state = new();

    [Inject]
    private SignIns SignIns { get; set; } = null!;

    [Inject]
    private RequestLimits Limits { get; set; } = null!;

    [Inject]
    private FirstStart First { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? ReturnUrl { get; set; }

    [SupplyParameterFromForm]
    private Form Input { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        Input ??= new();
        if (!HttpMethods.IsGet(Context.Request.Method))
        {
            return;
        }

        if (Context.User.Identity?.IsAuthenticated == true)
        {
            Navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
        }
        else if (await First.IsNeededAsync(Context.RequestAborted))
        {
            Navigation.NavigateTo(AccountsSetup.SetupPath);
        }
    }

    private async Task SignInAsync()
    {
        if (!Limits.MayTryToSignIn(Context))
        {
            Context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            state.Refuse(RequestLimits.Exceeded);
            return;
        }

        var outcome = await SignIns.TryAsync(Input.Email?.Trim() ?? "", Input.Password ?? "", Input.Stay, Context.RequestAborted);
        Input.Password = null;
        if (outcome.Refusal is { } refusal)
        {
            state.Refuse(refusal);
            return;
        }

        Navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
    }

    private sealed class Form
    {
        public string? Email { get; set; }
        public string? Password { get; set; }
        public bool Stay { get; set; }
    }
}
