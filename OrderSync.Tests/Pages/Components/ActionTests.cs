using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Web.Components;
using Radzen.Blazor;

namespace OrderSync.Tests.Pages.Components;

public sealed class ActionTests : ShellContext
{
    [Fact]
    public void A_button_is_busy_while_its_action_runs_and_cannot_be_pressed_twice()
    {
        var answer = new TaskCompletionSource();
        var presses = 0;
        var button = Render<BusyButton>(p => p.Add(b => b.Text, "Run now").Add(b => b.Click, () =>
        {
            presses++;
            return answer.Task;
        }));

        button.Find("button").Click();
        button.Find("button").Click();
        var whileBusy = button.Find("button").HasAttribute("disabled");
        answer.SetResult();

        button.WaitForAssertion(() => Assert.False(button.Find("button").HasAttribute("disabled")));
        Assert.Equal((1, true), (presses, whileBusy));
    }

    [Fact]
    public void A_refusal_appears_at_the_field_it_names()
    {
        var form = Render<StoreForm>(p => p.Add(f => f.Answer, _ => Task.FromResult<Outcome>(Refusal.Field("name", "'{0}' is taken. Choose another name.", "Outlet"))));

        form.Find("form").Submit();

        Assert.Contains("'Outlet' is taken. Choose another name.", form.Find("#name-error").TextContent, StringComparison.Ordinal);
        Assert.Empty(form.Instance.Saved);
    }

    [Fact]
    public void A_fault_is_told_with_a_reference_and_without_its_details()
    {
        var form = Render<StoreForm>(p => p.Add(f => f.Answer, _ => throw new InvalidOperationException("secret detail")));

        form.Find("form").Submit();

        var told = form.Find("[role=alert]").TextContent;
        Assert.Contains("Reference for the log", told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", form.Markup, StringComparison.Ordinal);
        Assert.False(form.Find("button").HasAttribute("disabled"));
    }

    [Fact]
    public void A_done_action_leaves_no_message()
    {
        var form = Render<StoreForm>(p => p.Add(f => f.Answer, _ => Task.FromResult(Outcome.Done)));

        form.Find("form").Submit();

        Assert.Empty(form.FindAll("[role=alert]"));
        Assert.Equal(["saved"], form.Instance.Saved);
    }

    [Fact]
    public async Task A_confirmation_has_a_button_named_by_its_verb()
    {
        var frame = Render<RadzenDialog>();
        var ask = Services.GetRequiredService<Ask>();

        var answer = frame.InvokeAsync(() => ask.ConfirmAsync("Send stock?", "1,204 quantities go to shop 'Outlet'.", "Send 1,204 quantities"));
        frame.WaitForElement(".os-confirm");
        Assert.Equal("Send 1,204 quantities", frame.Find(".os-dialog-actions [type=submit]").TextContent);
        await frame.Find(".os-confirm").SubmitAsync();

        Assert.True(await answer);
    }

    [Fact]
    public async Task A_reason_must_be_given_before_the_verb_can_be_pressed()
    {
        var frame = Render<RadzenDialog>();
        var ask = Services.GetRequiredService<Ask>();

        var answer = frame.InvokeAsync(() => ask.ForReasonAsync("Ignore 3 orders?", "They are not imported.", "Ignore 3 orders"));
        frame.WaitForElement(".os-confirm");
        var withoutReason = frame.Find(".os-dialog-actions [type=submit]").HasAttribute("disabled");
        await frame.Find("textarea").InputAsync(" test orders ");
        await frame.Find(".os-confirm").SubmitAsync();

        Assert.True(withoutReason);
        Assert.Equal("test orders", await answer);
    }

    [Fact]
    public async Task Turning_away_from_a_question_changes_nothing()
    {
        var frame = Render<RadzenDialog>();
        var ask = Services.GetRequiredService<Ask>();

        var answer = frame.InvokeAsync(() => ask.ConfirmAsync("Delete?", "Gone for good.", "Delete", danger: true));
        frame.WaitForElement(".os-confirm");
        await frame.Find(".os-dialog-actions [type=button]").ClickAsync();

        Assert.False(await answer);
    }

    [Fact]
    public void Leaving_with_unsaved_changes_is_asked_about()
    {
        var frame = Render<RadzenDialog>();
        Render<UnsavedChanges>(p => p.Add(u => u.When, true));
        var nav = Services.GetRequiredService<NavigationManager>();

        nav.NavigateTo("/orders");

        frame.WaitForAssertion(() => Assert.Contains("Leave without saving?", frame.Markup, StringComparison.Ordinal));
        Assert.Equal("http://localhost/", nav.Uri);
    }

    [Fact]
    public void A_filter_beside_a_form_is_not_leaving_it()
    {
        var frame = Render<RadzenDialog>();
        var nav = Services.GetRequiredService<NavigationManager>();
        nav.NavigateTo("/problems/1?edit=1");
        var query = Services.GetRequiredService<QueryState>();
        Render<UnsavedChanges>(p => p.Add(u => u.When, true).Add(u => u.Within, address => query.Keeps(address, "edit")));

        nav.NavigateTo("/problems/1?edit=1&events=status");
        Assert.EndsWith("events=status", nav.Uri, StringComparison.Ordinal);
        nav.NavigateTo("/problems/1?events=status");

        frame.WaitForAssertion(() => Assert.Contains("Leave without saving?", frame.Markup, StringComparison.Ordinal));
        Assert.Contains("edit=1", nav.Uri, StringComparison.Ordinal);
    }

    private sealed class StoreForm : ActionComponent
    {
        public List<string> Saved { get; } = [];

        [Parameter]
        public Func<CancellationToken, Task<Outcome>> Answer { get; set; } = null!;

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<ActionForm>(0);
            builder.AddComponentParameter(1, nameof(ActionForm.State), Action);
            builder.AddComponentParameter(2, nameof(ActionForm.Submit), EventCallback.Factory.Create(this, SaveAsync));
            builder.AddComponentParameter(3, nameof(ActionForm.ChildContent), (RenderFragment)(inside =>
            {
                inside.OpenComponent<Field>(0);
                inside.AddComponentParameter(1, nameof(Field.Name), "name");
                inside.AddComponentParameter(2, nameof(Field.Label), "Name");
                inside.AddComponentParameter(3, nameof(Field.ChildContent), (RenderFragment)(input => input.AddMarkupContent(0, "<input id=\"name\" />")));
                inside.CloseComponent();
            }));
            builder.CloseComponent();
        }

        private async Task SaveAsync()
        {
            if (await RunAsync(Answer))
            {
                Saved.Add("saved");
            }
        }
    }
}
