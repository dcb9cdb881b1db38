using OrderSync.Tests.Support;
using OrderSync.Web.Features.Audit;
using OrderSync.Web.Features.Settings.Choices;

namespace OrderSync.Tests.Accounts;

public sealed class AuditDiffTests
{
    [Fact]
    public void Values_are_compared_one_by_one_however_deep_they_stand()
    {
        var changes = AuditDiff.Of(
            """{"name":"A","settings":{"store":"main","warehouses":["a","b"]},"gone":1}""",
            """{"name":"A","settings":{"store":"outlet","warehouses":["a"]},"new":true,"empty":""}""");

        Assert.Equal(
            [
                new("settings.store", "main", "outlet"), new("settings.warehouses.2", "b", null),
                new("gone", "1", null), new("new", null, "True"),
            ],
            changes.Where(change => change.Changed));
        Assert.Contains(new AuditChange("name", "A", "A"), changes);
    }

    [Fact]
    public async Task The_audit_is_filtered_by_thing_actor_and_action()
    {
        await using var app = await TestApp.StartAsync();
        using var signedIn = await app.SignInAsync();
        var queries = app.Get<AuditQueries>();

        var choices = await queries.ChoicesAsync(CancellationToken.None);
        var byActor = await queries.ListAsync(new AuditFilter(Actor: "person.1"), default, 50, CancellationToken.None);
        var byAction = await queries.ListAsync(new AuditFilter("api-key", Action: "api-key.created"), default, 50, CancellationToken.None);

        Assert.Equal(["api-key", "user"], choices.Subjects);
        Assert.Contains(choices.Actors, actor => actor.Value == "person.1");
        Assert.Equal(["user.signed-in"], byActor.Rows.Select(row => row.Action));
        Assert.Equal("Set-up", Assert.Single(byAction.Rows).SubjectName);
    }

    [Theory]
    [InlineData("Sklep Łódź 2", "sklep-lodz-2")]
    [InlineData("  Café  & Bar!", "cafe-bar")]
    [InlineData("Магазин", "")]
    public void A_key_is_proposed_from_the_name(string name, string key) => Assert.Equal(key, ChoiceKeys.Suggest(name));
}
