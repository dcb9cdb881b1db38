using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Web.Components;
using OrderSync.Web.Components.Layout;

namespace OrderSync.Tests.Pages.Components;

public sealed class LayoutTests : ShellContext
{
    [Fact]
    public void The_frame_has_landmarks_a_skip_link_and_a_search_box()
    {
        var frame = Render<MainLayout>();

        Assert.Equal("#main", frame.Find("a.os-skip").GetAttribute("href"));
        Assert.NotNull(frame.Find("main#main"));
        Assert.NotNull(frame.Find("nav[aria-label='Main navigation']"));
        Assert.NotNull(frame.Find("search input#global-search"));
    }

    [Fact]
    public void The_sandbox_is_in_the_navigation_only_when_it_is_enabled_and_for_those_who_may_use_it()
    {
        SignedIn.SetAuthorized("Anna").SetRoles("Staff", "Viewer");
        Assert.DoesNotContain("/sandbox", Render<SideNav>().Markup, StringComparison.Ordinal);

        Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<NavOptions>>().Value.Sandbox = true;

        Assert.NotNull(Render<SideNav>().Find("a[href='/sandbox']"));
        SignedIn.SetRoles("Viewer");
        Assert.DoesNotContain("/sandbox", Render<SideNav>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_in_the_search_box_lead_to_the_results()
    {
        var bar = Render<TopBar>();

        bar.Find("#global-search").Input(" 1024 / 7 ");
        bar.Find(".os-search form").Submit();

        Assert.EndsWith("/search?q=1024%20%2F%207", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void Signing_out_is_a_form_post()
    {
        SignedIn.SetAuthorized("Anna Kowalska").SetRoles("Administrator");

        var menu = Render<AccountMenu>();

        Assert.Equal("post", menu.Find("form[action='/account/sign-out']").GetAttribute("method"));
        Assert.Equal("AK", menu.Find(".os-account span").TextContent);
        Assert.Contains("Administrator", menu.Find(".os-menu-head").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_tells_the_breadcrumbs_where_it_stands()
    {
        var crumbs = Render<Breadcrumbs>();

        Render<PageHeader>(p => p.Add(h => h.Title, "Outlet").Add(h => h.Parents, [new Crumb("Integrations", "/integrations")]));

        crumbs.WaitForAssertion(() => Assert.Equal(["Integrations", "Outlet"], crumbs.FindAll("li").Select(li => li.TextContent.Trim())));
        Assert.Equal("page", crumbs.FindAll("li")[1].Children[0].GetAttribute("aria-current"));
    }

    [Fact]
    public void A_fault_of_a_page_is_told_in_words_and_another_page_can_be_opened()
    {
        var frame = Render<PageErrors>(p => p.AddChildContent<Faulty>());

        Assert.Contains("This page stopped because of a fault in OrderSync", frame.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", frame.Markup, StringComparison.Ordinal);
        Assert.NotNull(frame.Find("a[data-reload]"));
        Faulty.Fails = false;
        Services.GetRequiredService<NavigationManager>().NavigateTo("/orders");

        frame.WaitForAssertion(() => Assert.Equal("fine", frame.Markup));
    }

    [Fact]
    public void A_feature_puts_its_own_part_into_the_top_bar()
    {
        Services.AddTopBarItem<Faultless>();

        Assert.Contains("<b>3 problems</b>", Render<TopBar>().Markup, StringComparison.Ordinal);
    }

    private sealed class Faulty : ComponentBase
    {
        public static bool Fails { get; set; } = true;

        protected override void BuildRenderTree(RenderTreeBuilder builder) =>
            builder.AddContent(0, Fails ? throw new InvalidOperationException("secret detail") : "fine");
    }

    private sealed class Faultless : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddMarkupContent(0, "<b>3 problems</b>");
    }
}
