using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;

namespace OrderSync.Domain.Importing;

/// <summary>Lays what support corrected over the shop's data. The stored payload is never changed.</summary>
public static class Corrections
{
    public static ExternalOrder Apply(ExternalOrder order, OrderCorrection? correction)
    {
        if (correction is null)
        {
            return order;
        }

        var delivery = correction.DeliveryAddress ?? order.DeliveryAddress;
        return order with
        {
            Email = correction.Email ?? order.Email,
            DeliveryAddress = correction.Phone is null || delivery is null ? delivery : delivery with { Phone = correction.Phone },
            InvoiceAddress = correction.InvoiceAddress ?? order.InvoiceAddress,
            Lines = [.. order.Lines.Select(line =>
                correction.LineSkus.TryGetValue(line.ExternalId, out var sku) ? line with { Sku = sku } : line)],
        };
    }
}
