using System.Globalization;
using System.Text;

namespace OrderSync.Web.Alerts.Sending;

/// <summary>A mail before it is sent.</summary>
/// <param name="Key">Makes its Message-ID: the same mail sent again is known for the same.</param>
internal sealed record Mail(Guid Key, string From, IReadOnlyList<string> To, string Subject, string Text, string Html);

/// <summary>Writes a mail as it travels (RFC 5322, MIME): plain text and HTML, everything in ASCII.</summary>
internal static class MailText
{
    private const int Base64Line = 76;

    /// <summary>Bytes of UTF-8 whose encoded word stays within the 75 characters one may have.</summary>
    private const int BytesPerWord = 42;

    public static byte[] Write(Mail mail, DateTimeOffset now)
    {
        var boundary = $"=_{mail.Key:N}";
        var text = new StringBuilder();
        Line($"From: OrderSync <{mail.From}>");
        Line($"To: {string.Join(",\r\n ", mail.To)}");
        Line($"Subject: {Words(mail.Subject)}");
        Line($"Date: {now.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture)}");
        Line($"Message-ID: <{mail.Key:N}@{mail.From[(mail.From.IndexOf('@') + 1)..]}>");
        Line("Auto-Submitted: auto-generated");
        Line("MIME-Version: 1.0");
        Line($"Content-Type: multipart/alternative; boundary=\"{boundary}\"");
        Line("");
        Part("text/plain", mail.Text);
        Part("text/html", mail.Html);
        Line($"--{boundary}--");
        return Encoding.ASCII.GetBytes(text.ToString());

        void Line(string line) => text.Append(line).Append("\r\n");

        void Part(string type, string content)
        {
            Line($"--{boundary}");
            Line($"Content-Type: {type}; charset=utf-8");
            Line("Content-Transfer-Encoding: base64");
            Line("");
            foreach (var line in Convert.ToBase64String(Encoding.UTF8.GetBytes(content)).Chunk(Base64Line))
            {
                Line(new string(line));
            }
        }
    }

    /// <summary>A header's text as encoded words (RFC 2047), none of which cuts a letter in two; line breaks cannot get in.</summary>
    public static string Words(string text)
    {
        var words = new List<string>();
        var word = new List<byte>();
        foreach (var rune in text.EnumerateRunes())
        {
            var bytes = Encoding.UTF8.GetBytes(Rune.IsControl(rune) ? " " : rune.ToString());
            if (word.Count + bytes.Length > BytesPerWord)
            {
                Close();
            }

            word.AddRange(bytes);
        }

        Close();
        return string.Join("\r\n ", words);

        void Close()
        {
            words.Add($"=?utf-8?B?{Convert.ToBase64String([.. word])}?=");
            word.Clear();
        }
    }
}
