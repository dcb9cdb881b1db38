using Bunit;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Pages.Components;
using OrderSync.Web.Connectors.PrestaShop;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.PrestaShop;

public sealed class SettingsFormTests : ShellContext
{
    [Fact]
    public void A_problem_is_shown_at_its_field_with_the_remedy()
    {
        var model = Model();
        model.Problems = [new ConnectionProblem("apiKey", "key-unknown", new Phrase("The shop does not know this key."), new Phrase("Copy it again."))];

        var form = Render<PrestaShopSettingsForm>(parameters => parameters.Add(part => part.Model, model));

        var error = Assert.Single(form.FindAll("[role=alert]"));
        Assert.Equal("apiKey-error", error.Id);
        Assert.Contains("The shop does not know this key. Copy it again.", error.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exportWarehouses")]
    [InlineData("stockBuffer")]
    [InlineData("mostChangedPercent")]
    [InlineData("mostToZero")]
    [InlineData("oldestStockHours")]
    public void A_wrong_setting_of_the_export_is_told_at_its_field_with_the_remedy(string field)
    {
        var model = Model();
        model.Settings = new PrestaShopSettings
        {
            Url = FakeShop.Url,
            ApiKey = FakeShop.Key,
            StockBuffer = field == "stockBuffer" ? -1 : 0,
            MostChangedPercent = field == "mostChangedPercent" ? 101 : 30,
            MostToZero = field == "mostToZero" ? -1 : 20,
            OldestStockHours = field == "oldestStockHours" ? 9000 : 0,
        };
        model.Problems = field == "exportWarehouses"
            ? [new ConnectionProblem(field, "unknown-choice", new Phrase("'moon' does not exist."), new Phrase("Choose one from the list."))]
            : [.. model.Settings.Validate()];

        var form = Render<PrestaShopSettingsForm>(parameters => parameters.Add(part => part.Model, model));

        var error = Assert.Single(form.FindAll("[role=alert]"));
        var problem = Assert.Single(model.Problems);
        Assert.Equal($"{field}-error", error.Id);
        Assert.Contains($"{problem.Message} {problem.Remedy}", error.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_of_the_record_has_a_labelled_field()
    {
        var form = Render<PrestaShopSettingsForm>(parameters => parameters.Add(part => part.Model, Model()));

        string[] fields = ["url", "apiKey", "shopId", "importFromOrderId", "store", "warehouse", "timeZone", "language", "requestsPerMinute", "statusForFullShipment", "statusForPartialShipment", "notifyCustomer",
            "exportWarehouses", "stockBuffer", "mostChangedPercent", "mostToZero", "oldestStockHours"];
        Assert.All(fields, field => Assert.NotEmpty(form.Find($"label[for={field}]").TextContent));
        Assert.All(fields, field => Assert.NotNull(form.Find($"#{field}")));
    }

    [Fact]
    public void States_are_chosen_by_name_once_a_test_has_listed_them_and_given_by_number_before()
    {
        var model = Model();
        var form = Render<PrestaShopSettingsForm>(parameters => parameters.Add(part => part.Model, model));
        form.Find("#statusForFullShipment").Change(" 4 ");
        Assert.Equal("4", ((PrestaShopSettings)model.Settings).StatusForFullShipment);

        model.Facts = new Dictionary<string, string> { ["orderStates"] = "2 Paid; 4 Shipped, at last" };
        form.Render();

        Assert.Equal(["Shipped, at last"], form.FindAll(".rz-dropdown-label").Select(label => label.TextContent.Trim()).Where(label => label.StartsWith("Shipped", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_edit_changes_the_settings_and_tells_the_page()
    {
        var changes = 0;
        var model = Model(() => changes++);
        var form = Render<PrestaShopSettingsForm>(parameters => parameters.Add(part => part.Model, model));

        form.Find("#url").Change("shop.example.org/api/");

        Assert.Equal("https://shop.example.org", ((PrestaShopSettings)model.Settings).Url);
        Assert.Equal(1, changes);
    }

    [Fact]
    public void The_address_the_shop_moved_to_is_put_in_at_a_click_and_never_by_itself()
    {
        var accepted = 0;
        var model = Model(accepted: () => accepted++);
        model.Problems = [new ConnectionProblem("url", "redirected", new Phrase("The shop answers at another address."), new Phrase("Enter it.")) { Suggestion = "https://new.example.net" }];
        var form = Render<PrestaShopSettingsForm>(parameters => parameters.Add(part => part.Model, model));
        Assert.Equal(FakeShop.Url, ((PrestaShopSettings)model.Settings).Url);

        form.FindAll("button").Single(button => button.TextContent.Contains("Use this address", StringComparison.Ordinal)).Click();

        Assert.Equal(("https://new.example.net", 1), (((PrestaShopSettings)model.Settings).Url, accepted));
        Assert.Empty(model.Problems);
    }

    [Fact]
    public void The_key_is_typed_unseen()
    {
        var form = Render<PrestaShopSettingsForm>(parameters => parameters.Add(part => part.Model, Model()));

        Assert.Equal("password", form.Find("#apiKey").GetAttribute("type"));
        Assert.Equal(SecretAttribute.Mask, form.Find("#apiKey").GetAttribute("value"));
    }

    private static SettingsFormModel Model(Action? changed = null, Action? accepted = null) => new()
    {
        Settings = new PrestaShopSettings { Url = FakeShop.Url, ApiKey = SecretAttribute.Mask },
        Stores = [new("main", "Main store")],
        Changed = changed ?? (() => { }),
        Accepted = () =>
        {
            accepted?.Invoke();
            return Task.CompletedTask;
        },
    };
}
