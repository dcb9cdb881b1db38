using OrderSync.Domain.Alerts;
using OrderSync.Web.Alerts.Channels;

namespace OrderSync.Web.Features.Settings.Alerts;

/// <summary>What the form of a channel edits; secrets are masked.</summary>
public sealed record ChannelDraft
{
    private static readonly char[] Between = [',', ';', ' ', '\n', '\r'];

    public AlertChannelKind Kind { get; init; }
    public string Name { get; set; } = "";
    public bool Enabled { get; set; } = true;

    /// <summary>Separated by commas or line breaks.</summary>
    public string Addresses { get; set; } = "";
    public EmailSettings Email { get; set; } = new();
    public WebhookSettings Webhook { get; set; } = new();
    public bool HasQuiet { get; set; }
    public TimeOnly QuietFrom { get; set; } = new(22, 0);
    public TimeOnly QuietTo { get; set; } = new(7, 0);
    public string QuietZone { get; set; } = "UTC";

    public static ChannelDraft New(AlertChannelKind kind, string zone) =>
        new() { Kind = kind, Name = kind == AlertChannelKind.Email ? "E-mail" : "Webhook", QuietZone = zone };

    public static ChannelDraft Of(ChannelRow row, string zone) => new()
    {
        Kind = row.Channel.Kind,
        Name = row.Channel.Name,
        Enabled = row.Channel.Enabled,
        Addresses = string.Join(", ", row.Channel.Addresses),
        Email = row.Settings as EmailSettings ?? new(),
        Webhook = row.Settings as WebhookSettings ?? new(),
        HasQuiet = row.Channel.Quiet is not null,
        QuietFrom = row.Channel.Quiet?.From ?? new(22, 0),
        QuietTo = row.Channel.Quiet?.To ?? new(7, 0),
        QuietZone = row.Channel.Quiet?.Zone ?? zone,
    };

    /// <summary>Addresses as people type them.</summary>
    public static IReadOnlyList<string> Split(string text) => text.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public ChannelChange ToChange(Guid? stamp) => new(
        Name, Enabled, Kind == AlertChannelKind.Email ? Email : Webhook, Kind == AlertChannelKind.Email ? Split(Addresses) : [],
        HasQuiet ? new QuietHours(QuietFrom, QuietTo, QuietZone.Trim()) : null)
    { Stamp = stamp };
}
