using System.Globalization;
using OrderSync.Domain;

namespace OrderSync.Web.Feeds;

/// <summary>Says a five-field cron schedule in words, for the schedules people use; others are shown as they are.</summary>
public static class CronWords
{
    public static Phrase Say(string? cron)
    {
        if (cron is null)
        {
            return new Phrase("Only by hand");
        }

        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields switch
        {
            ["*", "*", "*", "*", "*"] => new Phrase("Every minute"),
            [var every, "*", "*", "*", "*"] when Step(every) is { } minutes => new Phrase("Every {0} minutes", Text(minutes)),
            [var every, "*", "*", "*", "*"] when ShiftedStep(every) is var (from, minutes) => new Phrase("Every {0} minutes, from minute {1}", Text(minutes), Text(from)),
            [var minute, "*", "*", "*", "*"] when Number(minute) is { } at => at == 0 ? new Phrase("Every hour") : new Phrase("Every hour at minute {0}", Text(at)),
            [var minute, var every, "*", "*", "*"] when Number(minute) is not null && Step(every) is { } hours => new Phrase("Every {0} hours", Text(hours)),
            [var minute, var hour, "*", "*", "*"] when Time(hour, minute) is { } time => new Phrase("Every day at {0}", time),
            [var minute, var hour, "*", "*", "1-5"] when Time(hour, minute) is { } time => new Phrase("Monday to Friday at {0}", time),
            _ => new Phrase("Schedule {0}", cron),
        };
    }

    private static int? Step(string field) => field.StartsWith("*/", StringComparison.Ordinal) ? Number(field[2..]) : null;

    /// <summary>"2-59/5": all hour through, but not from its first minute on.</summary>
    private static (int From, int Minutes)? ShiftedStep(string field) =>
        field.Split("-59/") is [var start, var step] && Number(start) is { } from && Number(step) is { } minutes && from < minutes ? (from, minutes) : null;

    private static int? Number(string field) => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Time(string hour, string minute) =>
        Number(hour) is { } h && Number(minute) is { } m ? string.Create(CultureInfo.InvariantCulture, $"{h:00}:{m:00}") : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
