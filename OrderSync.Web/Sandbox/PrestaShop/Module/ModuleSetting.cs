using Microsoft.AspNetCore.Http.HttpResults;
using OrderSync.Web.Sandbox.PrestaShop.Storage;
using OrderSync.Web.Sandbox.PrestaShop.Webservice;

namespace OrderSync.Web.Sandbox.PrestaShop.Module;

/// <param name="Address">Left out: as it is.</param>
/// <param name="Secret">Left out: as it is; it is never shown.</param>
public sealed record ModuleSetting(bool Enabled, string? Address, string? Secret);

/// <param name="LastAnswer">Status of the last answer; 0 when none came.</param>
public sealed record ModuleReport(bool Enabled, string? Address, int Sent, int? LastAnswer);

/// <summary>The module's settings over HTTP.</summary>
public static class ModuleEndpoint
{
    /// <summary>Stands for installing the module in the shop's back office; whoever has the shop's key may.</summary>
    public const string Route = WebserviceEndpoint.ShopPath + "module";

    public static ModuleReport Report(ShopModule module) => new(module.Enabled, module.Address?.AbsoluteUri, module.Sent, module.LastCall?.Answer);

    public static Results<Ok<ModuleReport>, BadRequest<string>> Set(ModuleSetting setting, ShopModule module, ShopDatabase shop)
    {
        // Asked for, so that the shop is there to be followed.
        ArgumentNullException.ThrowIfNull(shop);
        return module.Set(setting.Enabled, setting.Address, setting.Secret) is { } fault ? TypedResults.BadRequest(fault) : TypedResults.Ok(Report(module));
    }

    public static Results<Ok<ModuleReport>, BadRequest<string>, UnauthorizedHttpResult> Install(
        ModuleSetting setting, HttpRequest request, ShopModule module, ShopDatabase shop, ShopSettings settings)
    {
        var basic = "Basic " + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(settings.FullKey + ":"));
        if (request.Headers.Authorization != basic)
        {
            return TypedResults.Unauthorized();
        }

        return Set(setting, module, shop).Result switch
        {
            Ok<ModuleReport> done => done,
            var other => (BadRequest<string>)other,
        };
    }
}
