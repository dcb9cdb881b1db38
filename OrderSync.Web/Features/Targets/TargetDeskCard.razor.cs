using Microsoft.AspNetCore.Components;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Targets;

/// <summary>The questions of the look-up panel, and their answers as facts.</summary>
public sealed partial class TargetDeskCard
{
    private static readonly string[] Fields = ["number", "phone", "certificate"];
    private Question question;
    private string text = "";
    private string asked = "";

    /// <summary>Null while nothing was asked; empty when nothing was found.</summary>
    private IReadOnlyList<KeyValuePair<string, string>>? answer;

    private enum Question
    {
        Order,
        Phone,
        Customer,
        Certificate,
    }

    [Parameter, EditorRequired] public required long IntegrationId { get; set; }

    [Parameter, EditorRequired] public required string Name { get; set; }

    private bool ByPhone => question is Question.Phone or Question.Customer;

    private string TextLabel => question switch { Question.Order => L["Number"], Question.Certificate => L["Certificate"], _ => L["Phone"] };

    private Phrase? Fault => Fields.Select(Action.FieldError).FirstOrDefault(fault => fault is not null);

    private void Forget() => answer = null;

    private async Task AskAsync()
    {
        (var actor, asked, answer) = (await Me.GetAsync(), text.Trim(), null);
        answer = question switch
        {
            Question.Order => Facts(await RunAsync(Action, ct => Desk.StatusByOrderAsync(actor, IntegrationId, text, ct)), Status),
            Question.Phone => Facts(await RunAsync(Action, ct => Desk.StatusByPhoneAsync(actor, IntegrationId, text, ct)), Status),
            Question.Customer => Facts(await RunAsync(Action, ct => Desk.CustomerAsync(actor, IntegrationId, text, ct)), Customer),
            _ => Facts(await RunAsync(Action, ct => Desk.CertificateAsync(actor, IntegrationId, text, ct)), Certificate),
        };
    }

    private static IReadOnlyList<KeyValuePair<string, string>>? Facts<T>(Done<T> asked, Func<T, IReadOnlyList<KeyValuePair<string, string>>> tell) =>
        !asked.Succeeded ? null : asked.Value is { } found ? tell(found) : [];

    private static IReadOnlyList<KeyValuePair<string, string>> Status(TargetStatus status) => status.Found ? [new("Status", status.Name)] : [];

    private static IReadOnlyList<KeyValuePair<string, string>> Customer(AccountCustomer? customer) => customer is null ? [] :
    [
        new("Name", customer.Name),
        new("Address", string.Join(", ", new[] { customer.Street, customer.Home, customer.Apartment }.Where(part => part.Length > 0))),
        new("Entrance", customer.Entrance), new("Floor", customer.Floor), new("E-mail", customer.Email), new("Note", customer.Note),
        new("Card", customer.Card), new("Discount, percent", customer.Sale), new("Loyalty points", customer.Score),
    ];

    private static IReadOnlyList<KeyValuePair<string, string>> Certificate(CertificateWorth? worth) => worth switch
    {
        CertificateWorth.Product product => [new("Product", $"{product.Name} ({product.Article})"), new("Price", product.Price)],
        CertificateWorth.Percent percent => [new("Discount, percent", percent.Value)],
        CertificateWorth.Sum sum => [new("Worth", sum.Value)],
        _ => [],
    };
}
