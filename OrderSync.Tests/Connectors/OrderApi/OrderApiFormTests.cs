using Bunit;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Tests.Pages.Components;
using OrderSync.Web.Connectors.OrderApi;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Connectors.OrderApi;

public sealed class OrderApiFormTests : ShellContext
{
    [Theory]
    [InlineData(OrderApiAuthentication.None, OrderApiProfile.OpenApp, "")]
    [InlineData(OrderApiAuthentication.ApiKey, OrderApiProfile.OpenApp, "apiKey apiKeyHeader apiKeyPrefix")]
    [InlineData(OrderApiAuthentication.Hmac, OrderApiProfile.OpenApp, "profile apiKey secret previousSecret signPrefix")]
    [InlineData(OrderApiAuthentication.Hmac, OrderApiProfile.StandardWebhooks, "profile secret")]
    [InlineData(OrderApiAuthentication.Both, OrderApiProfile.StandardWebhooks, "profile apiKey apiKeyHeader apiKeyPrefix secret")]
    public void Only_what_the_choice_needs_is_asked_for(OrderApiAuthentication authentication, OrderApiProfile profile, string fields)
    {
        var form = Form(new OrderApiSettings { Authentication = authentication, Profile = profile });

        string[] all = ["profile", "apiKey", "apiKeyHeader", "apiKeyPrefix", "secret", "previousSecret", "signPrefix"];
        Assert.Equal(fields.Split(' ', StringSplitOptions.RemoveEmptyEntries), all.Where(field => form.FindAll($"#{field}").Count > 0));
    }

    [Fact]
    public void A_problem_is_shown_at_its_field_with_the_remedy()
    {
        var form = Form(new OrderApiSettings(), new ConnectionProblem("secret", "required", new Phrase("The secret is missing."), new Phrase("Copy it.")));

        var error = Assert.Single(form.FindAll("[role=alert]"));
        Assert.Equal("secret-error", error.Id);
        Assert.Contains("The secret is missing. Copy it.", error.TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<OrderApiSettingsForm> Form(OrderApiSettings settings, params ConnectionProblem[] problems) => Render<OrderApiSettingsForm>(
        parameters => parameters.Add(part => part.Model, new SettingsFormModel { Settings = settings, Problems = problems }));
}
