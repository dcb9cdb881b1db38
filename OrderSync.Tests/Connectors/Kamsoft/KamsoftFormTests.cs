using Bunit;
using OrderSync.Tests.Pages.Components;
using OrderSync.Web.Connectors.Kamsoft;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.Kamsoft;

public sealed class KamsoftFormTests : ShellContext
{
    private readonly SettingsFormModel model = new() { Settings = new KamsoftSettings() };

    private KamsoftSettings Settings => (KamsoftSettings)model.Settings;

    [Fact]
    public void A_switch_says_when_it_is_another_than_the_edition_has()
    {
        var form = Form(model);

        form.Find("#updateTexts").Change(true);
        form.Render();
        Assert.Contains("off in this edition", form.Find("#updateTexts").ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.True(Settings.UpdateTexts);

        form.Find("#updateTexts").Change(false);
        Assert.Null(Settings.UpdateTexts);
    }

    [Fact]
    public void Fields_of_what_is_switched_off_are_not_asked_for()
    {
        var form = Form(new SettingsFormModel { Settings = new KamsoftSettings { HandOutOrders = false, TakeReports = false, Soap = false } });

        Assert.Empty(form.FindAll("#readyStatuses, #appendTracking, #stockSource, #defaultCategory"));
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    public void The_tax_where_none_is_known_is_asked_for_wherever_prices_are_taken(bool creates, bool prices, bool asked)
    {
        var form = Form(new SettingsFormModel { Settings = new KamsoftSettings { CreateProducts = creates, UpdatePrices = prices } });

        Assert.Equal(asked, form.FindAll("#defaultTaxRate").Count > 0);
    }

    [Fact]
    public void A_key_that_is_made_is_long_enough_and_can_be_copied_before_it_is_saved()
    {
        var form = Form(model);

        form.FindAll("button").Single(button => button.TextContent.Contains("Make a key", StringComparison.Ordinal)).Click();
        form.Render();

        Assert.Empty(Settings.Validate());
        Assert.Contains(Settings.Key, form.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_that_it_is_not_certified() => Assert.Contains("not certified against a real APW45", Form(model).Markup, StringComparison.Ordinal);

    private IRenderedComponent<KamsoftSettingsForm> Form(SettingsFormModel shown) => Render<KamsoftSettingsForm>(parameters => parameters.Add(part => part.Model, shown));
}
