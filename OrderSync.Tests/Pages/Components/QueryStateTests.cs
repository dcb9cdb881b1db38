using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain.Feeds;
using OrderSync.Web.Components;

namespace OrderSync.Tests.Pages.Components;

public sealed class QueryStateTests : ShellContext
{
    private QueryState Query => Services.GetRequiredService<QueryState>();

    [Fact]
    public void Values_are_read_from_the_address()
    {
        At("/runs?state=completed-with-problems&state=failed&from=2026-11-01&page=7&empty=");

        Assert.Equal([RunState.CompletedWithProblems, RunState.Failed], Query.Enums<RunState>("state"));
        Assert.Equal(new DateOnly(2026, 11, 1), Query.Date("from"));
        Assert.Equal(7, Query.Number("page"));
        Assert.False(Query.Has("empty"));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("3")]
    [InlineData("-1")]
    public void An_unknown_state_in_the_address_is_no_state(string value)
    {
        At("/runs?state=" + value);

        Assert.Null(Query.Enum<RunState>("state"));
    }

    [Fact]
    public void A_changed_filter_starts_the_list_over()
    {
        At("/runs?cursor=abc&sort=-started");

        Assert.Equal("/runs?sort=-started&q=a%26b", Query.With("q", "a&b"));
    }

    [Fact]
    public void The_cursor_keeps_the_filter()
    {
        At("/runs?q=a&cursor=abc");

        Assert.Equal("/runs?q=a&cursor=def", Query.With(QueryState.Cursor, "def"));
    }

    [Fact]
    public void A_value_of_several_is_added_and_taken_away()
    {
        At("/runs?state=failed&state=running");

        Assert.Equal("/runs?state=running", Query.Toggled("state", "failed"));
        Assert.Equal("/runs?state=failed&state=running&state=queued", Query.Toggled("state", "queued"));
    }

    private void At(string path) => Services.GetRequiredService<NavigationManager>().NavigateTo(path);
}
