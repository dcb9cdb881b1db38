using Bunit;
using OrderSync.Web.Components;

namespace OrderSync.Tests.Pages;

public sealed class HomeTests : BunitContext
{
    [Fact]
    public void A_click_is_answered_by_the_server()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var page = Render<Home>();

        page.Find("button").Click();

        page.Find("p").MarkupMatches("<p role=\"status\">Answered 1 times</p>");
    }
}
