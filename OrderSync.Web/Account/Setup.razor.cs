using Microsoft.AspNetCore.Components;
using OrderSync.Web.Components;

namespace OrderSync.Web.Account;

public sealed partial class Setup
{
    private readonly ActionState state = new();

    [Inject]
    private FirstStart First { get; set; } = null!;

    [Inject]
    private SignIns SignIns { get; set; } = null!;

    [Inject]
    private RequestLimits Limits { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    private HttpContext Context { get; set; } = null!;

    [SupplyParameterFromForm]
    private Form Input { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        Input ??= new();
        if (HttpMethods.IsGet(Context.Request.Method) && !await First.IsNeededAsync(Context.RequestAborted))
        {
            Navigation.NavigateTo(AccountsSetup.SignInPath);
        }
    }

    private async Task CreateAsync()
    {
        if (!Limits.MayTryToSignIn(Context))
        {
            Context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            state.Refuse(RequestLimits.Exceeded);
            return;
        }

        var (email, password) = (Input.Email?.Trim() ?? "", Input.Password ?? "");
        var outcome = await First.CreateAdministratorAsync(email, Input.Name ?? "", password, Input.Code, Context.RequestAborted);
        if (outcome.Refusal is { } refusal)
        {
            state.Refuse(refusal);
            return;
        }

        await SignIns.TryAsync(email, password, stay: false, Context.RequestAborted);
        Navigation.NavigateTo("/");
    }

    private sealed class Form
    {
        public string? Code { get; set; }
        public string? Name { get; set; }
        public string? Email { get; set; }
        public string? Password { get; set; }
    }
}
