using Microsoft.AspNetCore.Identity;
using OrderSync.Domain;

namespace OrderSync.Web.Data.Accounts;

/// <summary>Somebody who signs in. One role each; a role includes the lower ones.</summary>
public sealed class User : IdentityUser<long>
{
    public string DisplayName { get; set; } = "";
    public Role Role { get; set; }

    /// <summary>Language of the mails this person gets: the one the pages had at the last sign-in.</summary>
    public string Language { get; set; } = "en";
    public DateTime CreatedAt { get; set; }
    public DateTime? LastSignInAt { get; set; }
}
