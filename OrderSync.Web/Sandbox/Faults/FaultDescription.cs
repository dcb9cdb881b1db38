namespace OrderSync.Web.Sandbox.Faults;

/// <summary>A fault for people: its name, what it is, and what its value means. The texts are keys of the localizer.</summary>
public sealed record FaultDescription(FaultKind Kind, string Name, string Explanation, string? ValueName = null, int Value = 0)
{
    public static readonly IReadOnlyList<FaultDescription> All =
    [
        new(FaultKind.Slow, "Slow answers", "Every answer waits before it comes, as on a shop under load.", "Milliseconds", 2000),
        new(FaultKind.TimeOut, "No answer", "The connection stays open and nothing ever comes."),
        new(FaultKind.TooManyRequests, "Too many requests", "Answers 429 and asks to come back later.", "Seconds to wait", 30),
        new(FaultKind.ServerError, "Server error", "PHP dies: an empty 500."),
        new(FaultKind.ServiceUnavailable, "Unavailable", "The web server answers 503 with a page of HTML."),
        new(FaultKind.MaintenancePage, "Maintenance page", "A page of HTML with status 200, where XML was expected."),
        new(FaultKind.PhpNotice, "PHP notice", "A PHP notice in HTML stands before the XML, as in debug mode."),
        new(FaultKind.ByteOrderMark, "Byte order mark", "The answer begins with an invisible byte order mark."),
        new(FaultKind.TrailingScript, "Trailing script", "A module adds a script after the end of the XML."),
        new(FaultKind.MalformedRecord, "Malformed record", "The text of one record breaks the XML of every list it is in.", "Number of the order", 20),
        new(FaultKind.UnfinishedOrders, "Half-written orders", "New orders are visible without state and lines before they are complete.", "Seconds until complete", 5),
        new(FaultKind.Redirect, "Redirect", "Answers 302: the shop has moved to another address."),
        new(FaultKind.AuthorizationStripped, "Authorization stripped", "The web server removes the Authorization header; only the key in the address works."),
        new(FaultKind.WebserviceOff, "Webservice off", "The merchant has switched the webservice off: 503 with code 22."),
        new(FaultKind.SavedButServerError, "Saved, but server error", "A write is saved, and the answer is a 500 all the same, as when a module prints a warning."),
        new(FaultKind.TimeOutAfterSave, "Saved, but no answer", "A write is saved, and its answer never comes."),
        new(FaultKind.SavedLate, "Saved late, no answer", "No answer comes, and the write is saved only after a while, when the caller may have given up.", "Seconds until saved", 90),
    ];

    public static FaultDescription Of(FaultKind kind) => All.First(description => description.Kind == kind);
}
