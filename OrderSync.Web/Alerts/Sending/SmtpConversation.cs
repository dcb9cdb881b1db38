using System.Globalization;
using System.Text;

namespace OrderSync.Web.Alerts.Sending;

/// <summary>What a mail server answered.</summary>
/// <param name="Text">Its words, without the numbers at the beginning of each line.</param>
internal sealed record SmtpReply(int Code, string Text)
{
    public bool IsGood => Code is >= 200 and < 400;

    /// <summary>It may take the same later.</summary>
    public bool IsForNow => Code is >= 400 and < 500;
}

/// <summary>Speaks SMTP (RFC 5321) on a connection: a line, an answer. Knows nothing of what is said.</summary>
internal sealed class SmtpConversation(Stream stream)
{
    /// <summary>A server that says more than that in one answer is none.</summary>
    private const int MostLines = 100;
    private const int LongestLine = 2048;

    private readonly byte[] buffer = new byte[4096];
    private int start;
    private int end;

    /// <summary>Whether the other side has said something nobody asked for: what came before the connection was secured must not be taken for an answer.</summary>
    public bool HasUnread => end > start;

    public async Task<SmtpReply> SayAsync(string line, CancellationToken ct)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), ct);
        await stream.FlushAsync(ct);
        return await HearAsync(ct);
    }

    public async Task<SmtpReply> SendAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await stream.WriteAsync(content, ct);
        return await SayAsync(".", ct);
    }

    public async Task<SmtpReply> HearAsync(CancellationToken ct)
    {
        var words = new StringBuilder();
        for (var lines = 0; lines < MostLines; lines++)
        {
            var line = await LineAsync(ct);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            {
                break;
            }

            words.Append(words.Length > 0 ? "\n" : "").Append(line.AsSpan(Math.Min(4, line.Length)));
            if (line.Length == 3 || line[3] != '-')
            {
                return new SmtpReply(code, words.ToString());
            }
        }

        throw new IOException("This is not SMTP.");
    }

    private async Task<string> LineAsync(CancellationToken ct)
    {
        var line = new StringBuilder();
        while (line.Length <= LongestLine)
        {
            if (start == end)
            {
                (start, end) = (0, await stream.ReadAsync(buffer, ct));
                if (end == 0)
                {
                    throw new IOException("The connection was closed.");
                }
            }

            var letter = (char)buffer[start++];
            if (letter == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(letter);
        }

        throw new IOException("The line does not end.");
    }
}
