using OrderSync.Domain.Pharmacy;

namespace OrderSync.Web.Connectors.Kamsoft;

/// <summary>What is on: the edition's preset where nobody has said otherwise.</summary>
public static class KamsoftSwitches
{
    private static readonly PacketRules Defaults = new();

    public static bool Creates(this KamsoftSettings settings) => settings.CreateProducts ?? settings.IsAdvanced();

    public static bool TakesStock(this KamsoftSettings settings) => settings.UpdateStock ?? true;

    public static bool TakesPrices(this KamsoftSettings settings) => settings.UpdatePrices ?? true;

    public static bool TakesTexts(this KamsoftSettings settings) => settings.UpdateTexts ?? settings.IsAdvanced();

    public static bool TakesPhotos(this KamsoftSettings settings) => settings.UpdatePhotos ?? settings.IsAdvanced();

    public static bool TakesCouriers(this KamsoftSettings settings) => settings.UpdateCouriers ?? settings.IsAdvanced();

    public static bool MatchesAdvanced(this KamsoftSettings settings) => settings.AdvancedMatching ?? settings.IsAdvanced();

    public static bool HandsOut(this KamsoftSettings settings) => settings.HandOutOrders ?? true;

    public static bool TakesReportsOf(this KamsoftSettings settings) => settings.TakeReports ?? true;

    public static PharmacyRules Rules(this KamsoftSettings settings) => new()
    {
        Packets = Defaults with
        {
            Warehouse = settings.Warehouse,
            Create = settings.Creates(),
            Stock = settings.TakesStock(),
            Price = settings.TakesPrices(),
            Texts = settings.TakesTexts(),
            Photos = settings.TakesPhotos(),
            Couriers = settings.TakesCouriers(),
            // What a person paired is remembered in every edition.
            Matching = settings.MatchesAdvanced() ? settings.Matching : [MatchStep.Link, settings.BasicMatching],
            BlozField = settings.BlozField,
            Removal = settings.Removal,
            SubtractWaiting = settings.SubtractWaiting,
            ActivateCreated = settings.ActivateCreated,
            LocksOfCreated = settings.LockCreated,
            DefaultCategory = settings.DefaultCategory,
            DefaultTaxRate = settings.DefaultTaxRate,
            Currency = settings.Currency,
            Language = settings.Language,
        },
        Orders = new HandOverRules
        {
            Enabled = settings.HandsOut(),
            Ready = settings.ReadyStatuses,
            Sources = settings.Sources,
            From = settings.OrdersFrom is { } day ? TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), settings.Zone()) : null,
            PageSize = settings.PageSize,
            BatchLives = TimeSpan.FromMinutes(settings.BatchMinutes),
            SilentDays = settings.SilentDays,
        },
        Reports = new ReportRules { Enabled = settings.TakesReportsOf(), AppendTracking = settings.AppendTracking },
    };

    /// <summary>The zone times are meant in; UTC when the setting is none.</summary>
    public static TimeZoneInfo Zone(this KamsoftSettings settings) => TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    private static bool IsAdvanced(this KamsoftSettings settings) => settings.Edition == KamsoftEdition.Advanced;
}
