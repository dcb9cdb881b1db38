namespace OrderSync.Web.Connectors.Kamsoft.Ppx;

/// <summary>An error of the PPX face (contracts/kamsoft.md §13). Its text never holds anything of orders or products.</summary>
/// <param name="After">Seconds to wait, where trying again helps.</param>
/// <param name="Line">Of the document.</param>
internal sealed record PpxError(string Code, string Text, int? After = null, int? Line = null)
{
    public static readonly PpxError Unauthorized = new("unauthorized", "Access refused");
    public static readonly PpxError TooManyFailures = new("too-many-failures", "Too many refused logins; wait", 600);
    public static readonly PpxError HttpsRequired = new("https-required", "Call this address with https");
    public static readonly PpxError IpDenied = new("ip-denied", "Calls from this address are not taken");
    public static readonly PpxError ActionOff = new("action-off", "This action is switched off");
    public static readonly PpxError UnknownAction = new("unknown-action", "There is no such action");
    public static readonly PpxError NotSupported = new("not-supported", "This action is reserved and does nothing yet");
    public static readonly PpxError Method = new("method", "This action writes: use POST");
    public static readonly PpxError MissingId = new("missing-id", "An id of 1 to 64 letters, digits and . _ : - is needed");
    public static readonly PpxError UnsupportedVersion = new("unsupported-version", "Only version 1 is understood");
    public static readonly PpxError BadEncoding = new("bad-encoding", "The bytes are not text in the encoding they claim");
    public static readonly PpxError ContentType = new("content-type", "Send XML as text/xml or application/xml, packed with gzip or not at all");
    public static readonly PpxError TooLarge = new("too-large", "Send smaller parts: at most 16 MiB, unpacked");
    public static readonly PpxError TooMany = new("too-many", "Send smaller parts: at most 5000 products or 500 orders");
    public static readonly PpxError UnknownBatch = new("unknown-batch", "There is no such batch, or it has expired; start again without one");
    public static readonly PpxError UnknownPacket = new("unknown-packet", "There is no such packet, or it is no longer kept");
    public static readonly PpxError IdReused = new("id-reused", "This id was used for another content");
    public static readonly PpxError Busy = new("busy", "Another packet is being written", 5);
    public static readonly PpxError Maintenance = new("maintenance", "The integration is switched off", 300);

    public int Status => Code switch
    {
        "unauthorized" => 401,
        "https-required" or "ip-denied" or "action-off" => 403,
        "unknown-batch" or "unknown-packet" => 404,
        "method" => 405,
        "id-reused" => 409,
        "too-large" or "too-many" => 413,
        "content-type" => 415,
        "too-many-failures" => 429,
        "internal" => 500,
        "busy" or "maintenance" => 503,
        _ => 400,
    };

    /// <summary>Whether the same call may succeed later.</summary>
    public bool MayRetry => Status is 429 or >= 500;

    public static PpxError BadParameter(string name) => new("bad-parameter", $"The parameter {name} cannot be used");

    /// <param name="incident">Under which the log tells what happened.</param>
    public static PpxError Internal(string incident) => new("internal", $"Something went wrong here: incident {incident}", 60);

    public static PpxError Of(XmlFault fault) => fault.Code switch
    {
        "doctype" => new("doctype", "A document type is not taken"),
        "wrong-root" => new("wrong-root", "The document has another root than this action takes"),
        _ => new("bad-xml", "Document is not well-formed", Line: fault.Line),
    };

    public static PpxError OfBody(string code) => code switch
    {
        "too-large" => TooLarge,
        "content-type" => ContentType,
        _ => BadEncoding,
    };
}
