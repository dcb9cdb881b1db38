using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>Fills the fields that hold codes of the account: payment, channel, branch, point of sale, marks, and the statuses to be reported.</summary>
internal static class OrderCodes
{
    public static void Fill(OrderDraft draft)
    {
        var (order, settings) = (draft.Order, draft.Settings);
        var shop = order.IntegrationId.ToString(CultureInfo.InvariantCulture);
        var shopName = draft.Maps.ShopName.Length > 0 ? draft.Maps.ShopName : shop;
        var payment = order.PaymentMethod.Length > 0 ? order.PaymentMethod : order.PaymentText;
        Add("pay", MappingTables.TargetPayments, payment, payment, settings.DefaultPay, TargetFaultKind.PaymentUnmapped, "The payment method '{0}' has no code of FrontPad.");
        AddMany("tags", settings.Tags);
        AddMany("hook_status", settings.HookStatuses);
        Add("channel", MappingTables.TargetChannels, shop, shopName, settings.DefaultChannel, TargetFaultKind.ChannelUnmapped, "The shop '{0}' has no sales channel of FrontPad.");
        if (settings.AffiliatesEnabled)
        {
            Add("affiliate", MappingTables.TargetAffiliates, shop, shopName, settings.DefaultAffiliate, TargetFaultKind.AffiliateUnmapped, "The shop '{0}' has no branch of FrontPad.", required: true);
        }

        Add("point", MappingTables.TargetPoints, shop, shopName, settings.DefaultPoint, TargetFaultKind.PointUnmapped, "The shop '{0}' has no point of sale of FrontPad.");

        void AddMany(string field, IReadOnlyList<string> codes)
        {
            for (var i = 0; i < codes.Count; i++)
            {
                draft.Message.Add(string.Create(CultureInfo.InvariantCulture, $"{field}[{i}]"), codes[i]);
            }
        }

        // Who mapped nothing and set no default does not use the field; who mapped some would be surprised by a gap.
        void Add(string field, string table, string source, string name, string usual, TargetFaultKind fault, string why, bool required = false)
        {
            if (draft.Maps.Find(table, source) is { Length: > 0 } code)
            {
                draft.Message.Add(field, code);
            }
            else if (usual.Length > 0)
            {
                draft.Message.Add(field, usual);
            }
            else if (required || draft.Maps.Tables.GetValueOrDefault(table) is { Count: > 0 })
            {
                draft.Fault(fault, name, new Phrase(why, name), "Map it, or set a default in the settings.");
            }
        }
    }
}
