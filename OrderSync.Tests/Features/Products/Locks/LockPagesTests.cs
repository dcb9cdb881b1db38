using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Catalog;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Products.Locks;
using Radzen.Blazor;

namespace OrderSync.Tests.Features.Products.Locks;

public sealed class LockPagesTests : PageContext
{
    [Fact]
    public async Task Each_kind_has_a_column_whose_head_says_all_some_or_none()
    {
        SignInAs(Role.Staff);
        var mug = await Feeds.Database.AddProductAsync("Mug", ["MUG"]);
        var cup = await Feeds.Database.AddProductAsync("Cup", ["CUP"]);
        await Feeds.Database.AddLockAsync(mug, LockKind.Price, heldBack: Rows.Now);
        await Feeds.Database.AddLockAsync(mug, LockKind.Stock);
        await Feeds.Database.AddLockAsync(cup, LockKind.Stock);

        var page = Show();

        Assert.Equal(["false", "true", "mixed", "false", "false"], page.FindAll("thead .os-lock-tick").Select(box => box.GetAttribute("aria-checked")));
        Assert.Equal("Price: locked on 1 of 2", page.FindAll("thead .os-lock-tick")[2].GetAttribute("title"));
        Assert.Single(page.FindAll("tbody .os-lock-held"));
        Assert.Contains("For all 2 products that match", page.Find(".os-lock-bar").TextContent);
    }

    [Fact]
    public async Task The_head_is_about_the_ticked_rows_once_some_are_ticked()
    {
        SignInAs(Role.Staff);
        var mug = await Feeds.Database.AddProductAsync("Mug", ["MUG"]);
        await Feeds.Database.AddProductAsync("Cup", ["CUP"]);
        await Feeds.Database.AddLockAsync(mug, LockKind.Price);
        var page = Show();

        page.FindAll("tbody input[type=checkbox]")[1].Change(true);

        page.WaitForAssertion(() => Assert.Contains("For the 1 ticked product", page.Find(".os-lock-bar").TextContent));
        Assert.Equal("true", page.FindAll("thead .os-lock-tick")[2].GetAttribute("aria-checked"));
    }

    [Fact]
    public async Task A_click_on_a_box_asks_and_the_lock_is_set_with_its_reason()
    {
        SignInAs(Role.Staff);
        var mug = await Feeds.Database.AddProductAsync("Mug", ["MUG"]);
        var dialogs = Render<RadzenDialog>();
        var page = Show();

        page.FindAll("tbody .os-lock-tick")[2].Click();
        dialogs.WaitForElement("#reason");
        dialogs.Find("form").Submit();
        dialogs.WaitForElement("#reason-error");
        dialogs.Find("#reason").Input("Sale");
        dialogs.Find("#until").Change("2026-11-30");
        dialogs.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal("true", page.FindAll("tbody .os-lock-tick")[2].GetAttribute("aria-checked")));
        var held = Assert.Single(await Feeds.Database.LocksAsync());
        Assert.Equal((mug, LockKind.Price, "Sale", "Sonia"), (held.ProductId, held.Kind, held.Reason, held.Owner));
        Assert.Equal(new DateTime(2026, 12, 1), held.Until!.Value, TimeSpan.FromHours(14));
        Assert.Contains("Set locks on products · Sonia", page.Find(".os-lock-last").TextContent);

        page.Find(".os-lock-last button").Click();

        page.WaitForAssertion(() => Assert.Equal("false", page.FindAll("tbody .os-lock-tick")[2].GetAttribute("aria-checked")));
        Assert.Empty(await Feeds.Database.LocksAsync());
    }

    [Fact]
    public async Task Support_sees_the_locks_and_no_boxes_to_tick()
    {
        var mug = await Feeds.Database.AddProductAsync("Mug", ["MUG"]);
        await Feeds.Database.AddLockAsync(mug, LockKind.All);

        var page = Show();

        Assert.Empty(page.FindAll("button.os-lock-tick, input[type=checkbox], .os-lock-bar"));
        Assert.Contains("Held by the lock on everything", page.Markup);
    }

    [Fact]
    public async Task A_file_is_shown_before_it_is_written()
    {
        SignInAs(Role.Staff);
        await Feeds.Database.AddProductAsync("Mug", ["MUG"]);
        var page = Render<LockImportPage>();

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("sku;kind;reason\nMUG;price;Sale\nCUP;price;Sale\n", "locks.csv"));

        page.WaitForAssertion(() => Assert.Contains("1 lock would change", page.Markup));
        Assert.Contains("No product carries the SKU 'CUP'", page.Find(".os-lock-errors").TextContent);
        Assert.Empty(await Feeds.Database.LocksAsync());

        page.Find(".os-form-actions button").Click();

        page.WaitForAssertion(() => Assert.EndsWith("/products/locks", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.Equal("Sale", Assert.Single(await Feeds.Database.LocksAsync()).Reason);
    }

    private IRenderedComponent<LocksPage> Show()
    {
        var page = Render<LocksPage>();
        page.WaitForElement("tbody .os-lock-tick");
        return page;
    }
}
