using Microsoft.AspNetCore.Identity;
using OrderSync.Domain;

namespace OrderSync.Web.Data.Accounts;

/// <summary>Somebody who signs in. One role each; a role includes the lower ones.</summary>
public sealed class User : IdentityUser<long>
{
    public string DisplayName { get; set; } = "";
    public Role Role { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime? LastSignInAt { get; set; }
}
