using System.Globalization;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Tests.Support;
using OrderSync.Web.Components;

namespace OrderSync.Tests.Pages.Components;

/// <summary>Draws components with everything the frame gives them, at a clock that stands where the test puts it.</summary>
public abstract class ShellContext : BunitContext
{
    protected ShellContext()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-GB");
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSharedParts();
        SignedIn = AddAuthorization();
    }

    protected HandTime Time { get; } = new(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    protected BunitAuthorizationContext SignedIn { get; }

    protected DateTime Now => Time.GetUtcNow().UtcDateTime;
}
