using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Web.Features.Problems;

/// <summary>What the correction form edits; begins with the shop's data and the corrections made so far.</summary>
public sealed class CorrectionModel
{
    public string Email { get; set; } = "";
    public string Phone { get; set; } = "";
    public AddressModel Delivery { get; init; } = new();
    public AddressModel Invoice { get; init; } = new();
    public Dictionary<string, string> Skus { get; init; } = [];
    public bool AcceptTotals { get; set; }

    public static CorrectionModel Of(ExternalOrder corrected, OrderCorrection? correction) => new()
    {
        Email = corrected.Email,
        Phone = corrected.DeliveryAddress?.Phone ?? "",
        Delivery = AddressModel.Of(corrected.DeliveryAddress),
        Invoice = AddressModel.Of(corrected.InvoiceAddress),
        Skus = corrected.Lines.ToDictionary(line => line.ExternalId, line => line.Sku),
        AcceptTotals = correction is { AcceptTotals: true },
    };

    public OrderCorrection ToCorrection(ExternalOrder shop) => new()
    {
        Email = Email,
        Phone = Phone,
        DeliveryAddress = Delivery.ToAddress(shop.DeliveryAddress),
        InvoiceAddress = Invoice.ToAddress(shop.InvoiceAddress),
        LineSkus = Skus,
        AcceptTotals = AcceptTotals,
    };
}

/// <summary>An address being edited. Its phone is edited on its own, so it is kept as the shop has it.</summary>
public sealed class AddressModel
{
    public string FirstName { get; set; } = "";
    public string LastName { get; set; } = "";
    public string Company { get; set; } = "";
    public string Line1 { get; set; } = "";
    public string Line2 { get; set; } = "";
    public string PostalCode { get; set; } = "";
    public string City { get; set; } = "";
    public string State { get; set; } = "";
    public string CountryCode { get; set; } = "";

    public static AddressModel Of(PostalAddress? address) => address is null ? new() : new()
    {
        FirstName = address.FirstName,
        LastName = address.LastName,
        Company = address.Company,
        Line1 = address.Line1,
        Line2 = address.Line2,
        PostalCode = address.PostalCode,
        City = address.City,
        State = address.State,
        CountryCode = address.CountryCode.Trim().ToUpperInvariant(),
    };

    /// <summary>Null when there was no address and none was typed in.</summary>
    public PostalAddress? ToAddress(PostalAddress? shop)
    {
        var address = (shop ?? new PostalAddress()) with
        {
            FirstName = FirstName.Trim(),
            LastName = LastName.Trim(),
            Company = Company.Trim(),
            Line1 = Line1.Trim(),
            Line2 = Line2.Trim(),
            PostalCode = PostalCode.Trim(),
            City = City.Trim(),
            State = State.Trim(),
            CountryCode = CountryCode.Trim().ToUpperInvariant(),
        };
        return shop is null && address == new PostalAddress() ? null : address;
    }
}
