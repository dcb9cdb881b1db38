namespace OrderSync.Web.Connectors.Shared.Signing;

/// <summary>What came of looking at a signature.</summary>
public enum SignatureCheck
{
    Valid,

    /// <summary>A header is missing or empty.</summary>
    Missing,

    /// <summary>A header is there but not of the known form.</summary>
    Malformed,

    /// <summary>Signed in a way that is not known here.</summary>
    UnknownVersion,

    /// <summary>Signed longer ago than is allowed.</summary>
    TooOld,

    /// <summary>Signed in the future: one of the two clocks is wrong.</summary>
    TooNew,

    /// <summary>A good signature of something else: of another request, for example.</summary>
    NotBound,

    /// <summary>Not made with a known secret over these bytes.</summary>
    Wrong,
}
