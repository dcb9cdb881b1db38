using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using OrderSync.Domain;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Settings.Users;

public sealed partial class UserPage
{
    private readonly ActionState access = new();
    private readonly ActionState deletion = new();
    private UserRow? user;
    private string name = "";
    private Role role;
    private string? password;
    private bool isSelf;

    [Parameter]
    public long Id { get; set; }

    [Inject]
    private UserQueries Queries { get; set; } = null!;

    [Inject]
    private UserActions Users { get; set; } = null!;

    [Inject]
    private UserPasswords Passwords { get; set; } = null!;

    [Inject]
    private CurrentActor Me { get; set; } = null!;

    [Inject]
    private Ask Ask { get; set; } = null!;

    [Inject]
    private Toasts Toasts { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    [Inject]
    private IStringLocalizer<SharedText> L { get; set; } = null!;

    private IReadOnlyList<Crumb> Parents => [new Crumb(L["Settings"], "/settings"), new Crumb(L["Users"], "/settings/users")];

    protected override async Task LoadAsync(CancellationToken ct)
    {
        user = await Queries.FindAsync(Id, ct);
        (name, role) = (user?.DisplayName ?? "", user?.Role ?? default);
        isSelf = (await Me.GetAsync()) is { Kind: ActorKind.Person } me && me.Id == Id.ToString(CultureInfo.InvariantCulture);
    }

    private Task SaveAsync() =>
        DoAsync(Action, (actor, ct) => Users.UpdateAsync(actor, Id, name, role, ct), L["Saved"]);

    private Task UnlockAsync() =>
        DoAsync(access, (actor, ct) => Users.UnlockAsync(actor, Id, ct), L["{0} can sign in again.", user!.Name]);

    private async Task LockAsync()
    {
        if (await Ask.ConfirmAsync(
            L["Lock {0}?", user!.Name], L["They are signed out and cannot sign in until you unlock them."], L["Lock {0}", user.Name], danger: true))
        {
            await DoAsync(access, (actor, ct) => Users.LockAsync(actor, Id, ct), L["{0} is locked.", user.Name]);
        }
    }

    private Task SignOutAsync() =>
        DoAsync(access, (actor, ct) => Users.SignOutEverywhereAsync(actor, Id, ct), L["All sessions of {0} end within minutes.", user!.Name]);

    private async Task NewPasswordAsync()
    {
        if (await Ask.ConfirmAsync(
            L["New one-time password for {0}?", user!.Name], L["The old password stops working and open sessions end."], L["Make a new password"]))
        {
            password = (await RunAsync(access, async ct => await Passwords.SetAsync(await Me.GetAsync(), Id, null, ct))).Value;
            await ReloadAsync();
        }
    }

    private async Task DeleteAsync()
    {
        if (await Ask.ConfirmAsync(
                L["Delete {0}?", user!.Name], L["The account of {0} is deleted for good.", user.Email], L["Delete {0}", user.Name], danger: true)
            && await RunAsync(deletion, async ct => await Users.DeleteAsync(await Me.GetAsync(), Id, ct)))
        {
            Toasts.Done(L["{0} was deleted.", user.Name]);
            Nav.NavigateTo("/settings/users");
        }
    }

    private async Task DoAsync(ActionState state, Func<Actor, CancellationToken, Task<Outcome>> action, string told)
    {
        password = null;
        if (await RunAsync(state, async ct => await action(await Me.GetAsync(), ct)))
        {
            Toasts.Done(told);
            await ReloadAsync();
        }
    }
}
