using System.Globalization;
using Microsoft.Extensions.Localization;
using OrderSync.Domain.Alerts;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Web.Alerts.Sending;

/// <summary>An alert in the language of those who read it.</summary>
public sealed record AlertText(string Subject, IReadOnlyList<AlertParagraph> Paragraphs, string Foot);

/// <summary>One thing an alert says.</summary>
/// <param name="Facts">How many, and since when.</param>
/// <param name="Link">Where it is mended; null while the address of the program is not known.</param>
public sealed record AlertParagraph(AlertEntry Entry, string Title, string Facts, IReadOnlyList<AlertLine> Examples, string More, string Remedy, Uri? Link);

public sealed record AlertLine(string Text, Uri? Link);

/// <summary>Puts alerts into words.</summary>
public sealed class AlertWords(IStringLocalizer<SharedText> texts, PublicUrl publicUrl, TimeProvider clock)
{
    public AlertText Of(Alert alert)
    {
        var (culture, uiCulture) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Culture(alert.Language);
            List<AlertParagraph> paragraphs = [.. alert.Entries.Select(Paragraph)];
            return new AlertText(Subject(paragraphs), paragraphs, texts["Sent by OrderSync. Who is told what is set under Settings, Alerts."]);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, uiCulture);
        }
    }

    private static CultureInfo Culture(string language)
    {
        try
        {
            return CultureInfo.GetCultureInfo(language);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.GetCultureInfo("en");
        }
    }

    private string Subject(List<AlertParagraph> paragraphs) => paragraphs switch
    {
        [var one] => one.Title,
        [var first, ..] => texts["{0} (and {1} more)", first.Title, paragraphs.Count - 1],
        [] => "OrderSync",
    };

    private AlertParagraph Paragraph(AlertEntry entry)
    {
        var condition = entry.Condition;
        var examples = entry.Kind is AlertEntryKind.Over or AlertEntryKind.Passed ? [] : condition.Newest;
        var left = condition.Unit is null || examples.Count == 0 ? 0 : condition.Count - examples.Count;
        return new AlertParagraph(
            entry,
            Title(entry),
            Facts(entry),
            [.. examples.Select(example => new AlertLine(texts.Show(example.Text), Link(example.Path)))],
            left > 0 ? texts["and {0} more", Number(left) + (condition.CountIsAtLeast ? "+" : "")] : "",
            entry.Kind is AlertEntryKind.Over or AlertEntryKind.Passed ? "" : texts.Show(condition.Remedy),
            Link(condition.Path));
    }

    private string Title(AlertEntry entry)
    {
        var title = texts.Show(entry.Condition.Title);
        return entry.Kind switch
        {
            AlertEntryKind.Summary when entry.New > 0 => texts["{0}: {1} more", title, Number(entry.New)],
            AlertEntryKind.Reminder => texts["Still so: {0}", title],
            AlertEntryKind.Over => texts["Fine again: {0}", title],
            AlertEntryKind.Passed => texts["Over by now: {0}", title],
            _ => title,
        };
    }

    private string Facts(AlertEntry entry)
    {
        var condition = entry.Condition;
        var since = TimeZoneInfo.ConvertTimeFromUtc(condition.Since, clock.LocalTimeZone).ToString("d MMM yyyy, HH:mm", CultureInfo.CurrentCulture) + " " + Zone(condition.Since);
        if (entry.Kind == AlertEntryKind.Test)
        {
            return "";
        }

        if (entry.Kind is AlertEntryKind.Over or AlertEntryKind.Passed)
        {
            return texts["It began on {0} and is over.", since];
        }

        return condition.Unit is { } unit
            ? texts["{0}, since {1}.", texts.Plural(condition.Count, unit.One, condition.CountIsAtLeast ? "at least " + unit.Many : unit.Many), since]
            : texts["Since {0}.", since];
    }

    private string Zone(DateTime at)
    {
        var offset = clock.LocalTimeZone.GetUtcOffset(at);
        return offset == TimeSpan.Zero ? "UTC" : string.Create(CultureInfo.InvariantCulture, $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}");
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.CurrentCulture);

    private Uri? Link(string? path) => path is null ? null : publicUrl.Of(path.TrimStart('/'));
}
