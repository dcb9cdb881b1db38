namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>An error as PrestaShop numbers and words it.</summary>
public sealed record WebserviceError(int Status, int Code, string Message)
{
    /// <summary>PHP died: an empty 500 with nothing of the webservice in its headers.</summary>
    public static readonly WebserviceError Crash = new(500, 0, "");

    /// <summary>A record that is not there: an empty 404.</summary>
    public static readonly WebserviceError NotFound = new(404, 0, "");

    public static WebserviceError UnknownLike(int code, string what, string asked, IReadOnlyList<string> known, int status = 400) =>
        new(status, code, $"{what}. Did you mean: \"{Closest(asked, known)}\"? The full list is: \"{string.Join("\", \"", known)}\"");

    /// <summary>The suggestion of the real shop, odd ones included: the last of the equally close words.</summary>
    private static string Closest(string word, IReadOnlyList<string> known)
    {
        var (best, shortest) = ("", int.MaxValue);
        foreach (var candidate in known)
        {
            var distance = Distance(word, candidate);
            if (distance <= shortest)
            {
                (best, shortest) = (candidate, distance);
            }
        }

        return best;
    }

    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
