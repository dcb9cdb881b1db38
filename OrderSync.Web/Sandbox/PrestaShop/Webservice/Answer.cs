namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>Who wrote an answer: this shows in its headers.</summary>
public enum AnsweredBy
{
    Webservice,

    /// <summary>PHP before or outside the webservice: other headers, a session cookie.</summary>
    Php,

    /// <summary>The web server or a proxy in front of the shop.</summary>
    WebServer,
}

/// <summary>A complete answer, waiting to be sent.</summary>
public sealed class Answer : IDisposable
{
    public const string Xml = "text/xml;charset=utf-8";
    public const string Html = "text/html; charset=utf-8";

    public int Status { get; set; } = 200;

    public AnsweredBy By { get; init; } = AnsweredBy.Webservice;

    public string? ContentType { get; set; } = Xml;

    /// <summary>The webservice tells its version only to a key it accepts.</summary>
    public bool Authenticated { get; set; } = true;

    /// <summary>Asks for a key, as an HTTP challenge.</summary>
    public bool Challenge { get; init; }

    /// <summary>PHP hands out a session cookie.</summary>
    public bool SetsCookie { get; set; }

    /// <summary>The webservice names the checksum of nothing, as it does with errors about pictures.</summary>
    public bool HasChecksumOfNothing { get; set; }

    public string? Location { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public PooledBuffer Body { get; } = new();

    public void Dispose() => Body.Dispose();
}
