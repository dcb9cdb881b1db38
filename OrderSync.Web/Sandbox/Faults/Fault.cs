namespace OrderSync.Web.Sandbox.Faults;

/// <summary>What real shops do to their connectors.</summary>
public enum FaultKind
{
    Slow,
    TimeOut,
    TooManyRequests,
    ServerError,
    ServiceUnavailable,
    MaintenancePage,
    PhpNotice,
    ByteOrderMark,
    TrailingScript,
    MalformedRecord,
    UnfinishedOrders,
    Redirect,
    AuthorizationStripped,
    WebserviceOff,
    SavedButServerError,
    TimeOutAfterSave,
    SavedLate,
}

/// <summary>A fault which is switched on.</summary>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>For how many more requests; null until it is switched off.</summary>
    public int? Requests { get; init; }

    /// <summary>Only for this resource; for a malformed record the resource of the record.</summary>
    public string? Resource { get; init; }

    /// <summary>Milliseconds, seconds or a record's id, as <see cref="FaultDescription"/> says.</summary>
    public int? Value { get; init; }

    /// <summary>Reading requests do not meet it.</summary>
    public bool IsOfWrites => Kind is FaultKind.SavedButServerError or FaultKind.TimeOutAfterSave or FaultKind.SavedLate;

    public bool Concerns(string resource) => Resource is null || Kind == FaultKind.MalformedRecord || Resource == resource;
}
