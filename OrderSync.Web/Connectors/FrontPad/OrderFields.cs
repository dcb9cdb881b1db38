using System.Globalization;
using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;

namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>Fills the fields about the customer, the address, the time and the discount, each within its limit.</summary>
internal static class OrderFields
{
    public static void Fill(OrderDraft draft)
    {
        var context = new FieldContext(draft.Order);
        var sources = Sources(draft);
        var discount = Discount(draft);
        var filled = new List<string>();
        foreach (var field in FillableFields.All)
        {
            var value = discount?.Field == field.Name ? discount.Value.Value : sources.TryGetValue(field.Name, out var source) ? source.Read(context) : "";
            if (value.Length > 0)
            {
                filled.Add(field.Name);
                draft.Message.AddFilled(field.Name, Fit(draft, field, value));
            }
        }

        FaultOfTwo(draft, filled);
    }

    /// <summary>Where each field comes from stands in a mapping table; what has no source is not sent.</summary>
    private static Dictionary<string, FieldSource> Sources(OrderDraft draft)
    {
        var sources = new Dictionary<string, FieldSource>();
        foreach (var (field, text) in draft.Maps.Tables.GetValueOrDefault(MappingTables.TargetFields) ?? new Dictionary<string, string>())
        {
            if (FieldSource.Parse(text) is { } source)
            {
                sources[field] = source;
            }
        }

        return sources;
    }

    /// <summary>FrontPad takes one discount. Which of two is meant changes what the customer pays, so nobody but a person chooses.</summary>
    private static void FaultOfTwo(OrderDraft draft, IReadOnlyCollection<string> filled)
    {
        if (filled.Contains("sale") && filled.Contains("sale_amount"))
        {
            draft.Fault(TargetFaultKind.Value, "sale", new Phrase("The order has two discounts: as percent (sale) and as a sum (sale_amount). FrontPad takes one."),
                "Take one of the two away under Mappings, Fields, or set discounts to 'not sent' in the settings.");
        }
    }

    private static (string Field, string Value)? Discount(OrderDraft draft)
    {
        var (order, sum) = (draft.Order, draft.Order.DiscountTotal);
        if (sum <= 0)
        {
            return null;
        }

        switch (draft.Settings.Discounts)
        {
            case FrontPadDiscounts.Sum:
                return ("sale_amount", OrderItems.Money(sum));
            case FrontPadDiscounts.Percent when order.ProductsTotal > 0:
                var exact = sum * 100 / order.ProductsTotal;
                var percent = Math.Clamp(Math.Round(exact, MidpointRounding.AwayFromZero), 1, 100);
                if (percent != exact)
                {
                    draft.Note("The discount of {0} {1} is sent as {2} percent; FrontPad knows whole percents only.", OrderItems.Money(sum), order.Currency, percent.ToString("0", CultureInfo.InvariantCulture));
                }

                return ("sale", percent.ToString("0", CultureInfo.InvariantCulture));
            default:
                draft.Note("The discount of {0} {1} is not sent.", OrderItems.Money(sum), order.Currency);
                return null;
        }
    }

    private static string? Fit(OrderDraft draft, FillableField field, string value) => field.Kind switch
    {
        FieldKind.Text => Cut(draft, field, value),
        FieldKind.Phone => Phone(draft, field, value),
        FieldKind.Digits when !FrontPadText.IsDigits(value, field.Most) => LeftOut(draft, field, value, "'{0}' is not sent as {1}: it takes at most {2} digits."),
        FieldKind.Exact when FrontPadText.Length(value) > field.Most => LeftOut(draft, field, value, "'{0}' is not sent as {1}: it takes at most {2} characters, and half of it would be another one."),
        FieldKind.Amount or FieldKind.Percent => Number(draft, field, value),
        FieldKind.Time => Time(draft, value),
        _ => value,
    };

    private static string Cut(OrderDraft draft, FillableField field, string value)
    {
        var cut = FrontPadText.Cut(value, field.Most);
        if (cut.Length < value.Length)
        {
            draft.Note("{0} was cut to {1} characters, which is all FrontPad takes. In full: {2}", field.Name, field.Most.ToString(CultureInfo.InvariantCulture), value);
        }

        return cut;
    }

    private static string Phone(OrderDraft draft, FillableField field, string value)
    {
        var (phone, fits) = PhoneMask.Apply(draft.Settings.PhoneMask, value);
        if (!fits)
        {
            draft.Note("The phone {0} has too few digits for the mask {1} and is sent as it is.", value, draft.Settings.PhoneMask);
        }

        return Cut(draft, field, phone);
    }

    private static string? LeftOut(OrderDraft draft, FillableField field, string value, string why)
    {
        draft.Note(why, value, field.Name, field.Most.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    private static string? Number(OrderDraft draft, FillableField field, string value)
    {
        var text = value.Replace(" ", "", StringComparison.Ordinal).TrimEnd('%').Replace(',', '.');
        var isNumber = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        if (!isNumber || number < 0 || (field.Kind == FieldKind.Percent && (number > 100 || number != Math.Truncate(number))))
        {
            draft.Fault(TargetFaultKind.Value, field.Name,
                field.Kind == FieldKind.Percent ? new Phrase("'{0}' is no whole number of percent for {1}.", value, field.Name) : new Phrase("'{0}' is no number for {1}.", value, field.Name),
                "It changes what the customer pays, so the order waits. Correct the text in the shop, or the field's source in the settings.");
            return null;
        }

        return number == 0 ? null : OrderItems.Money(number);
    }

    private static string? Time(OrderDraft draft, string value)
    {
        var (text, verdict) = PreorderTime.Read(value, TimeZoneInfo.FindSystemTimeZoneById(draft.Settings.Zone), draft.Maps.Now);
        switch (verdict)
        {
            case PreorderVerdict.Good:
                return text;
            case PreorderVerdict.Past when draft.Settings.PastTime == FrontPadPastTime.SendWithout:
                draft.Note("The wanted time {0} is over: the order is sent without one, to be made as soon as possible.", value);
                return null;
            case PreorderVerdict.Past:
                Hold("The wanted time {0} is over.");
                return null;
            case PreorderVerdict.TooFar:
                Hold("The wanted time {0} is more than 30 days ahead, which FrontPad does not take.");
                return null;
            default:
                Hold("'{0}' is no time that can be read.");
                return null;
        }

        void Hold(string why) => draft.Fault(TargetFaultKind.Time, value, new Phrase(why, value), "Agree on a time with the customer and correct it in the shop, as 2031-02-03 18:30; or correct its source in the settings.");
    }
}
