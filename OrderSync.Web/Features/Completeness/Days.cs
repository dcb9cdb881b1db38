using System.Globalization;
using Microsoft.Extensions.Localization;

namespace OrderSync.Web.Features.Completeness;

/// <summary>The shop's days in words.</summary>
public static class Days
{
    public static string Show(DateOnly day, IStringLocalizer texts) =>
        day == DateOnly.MinValue ? texts["no date"] : day.ToString("ddd d MMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>As addresses spell it.</summary>
    public static string Spell(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
