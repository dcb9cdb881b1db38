using System.Globalization;
using Microsoft.AspNetCore.Components;
using OrderSync.Domain.Integrations;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Problems;

/// <summary>Edits what keeps an order from being imported; the shop's own data is never changed.</summary>
public sealed partial class CorrectionForm
{
    private CorrectionModel form = new();
    private bool changed;

    [Parameter, EditorRequired] public required IncomingDetails Details { get; set; }
    [Parameter, EditorRequired] public required ExternalOrder Shop { get; set; }
    [Parameter] public EventCallback<Settled> Saved { get; set; }

    /// <summary>Id of the field to begin in; anything else begins nowhere.</summary>
    [Parameter] public string? Focus { get; set; }

    /// <summary>The delivery address differs from the shop's, the invoice address does not.</summary>
    private bool InvoiceStays => Shop.InvoiceAddress is { } invoice && form.Invoice.ToAddress(invoice) == invoice
        && form.Delivery.ToAddress(Shop.DeliveryAddress) != Shop.DeliveryAddress;

    private List<string> ShownFields =>
    [
        "email", "phone", .. Shop.Lines.Select(line => $"lineSkus.{line.ExternalId}"),
        .. new[] { "deliveryAddress", "invoiceAddress" }.SelectMany(address => AddressFields.Names.Select(name => $"{address}.{name}")),
    ];

    protected override void OnInitialized() => form = CorrectionModel.Of(Details.Corrected!, Details.Correction);

    protected override Task OnAfterRenderAsync(bool firstRender) =>
        firstRender && Focus is { } field && ShownFields.Contains(field) ? Browser.FocusAsync(field) : Task.CompletedTask;

    private void Touch() => changed = true;

    private void SetSku(string line, string? sku) => (form.Skus[line], changed) = (sku ?? "", true);

    private string? ShopHas(string now, string own) => now == own ? null : L["In the shop: {0}", own.Length > 0 ? own : "–"].Value;

    private string Money(decimal amount) => MoneyFormat.Format(amount, Shop.Currency, CultureInfo.CurrentCulture);

    private async Task SaveAsync()
    {
        var correction = form.ToCorrection(Shop);
        if (await RunAsync(Action, async ct => await Corrections.CorrectAsync(await Me.GetAsync(), Details.Row.Id, Details.Stamp, correction, ct)) is { Succeeded: true, Value: { } settled })
        {
            changed = false;

            // The guard against leaving must be drawn anew before the page moves on; SQLite answers at once, within the same event.
            StateHasChanged();
            await Task.Yield();
            await Saved.InvokeAsync(settled);
        }
    }
}
