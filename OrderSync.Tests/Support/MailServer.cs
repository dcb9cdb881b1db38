using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace OrderSync.Tests.Support;

/// <summary>A mail as it arrived.</summary>
internal sealed record ArrivedMail(string From, IReadOnlyList<string> To, string Content, bool Encrypted, string SignedInAs)
{
    public string Subject => Regex.Replace(Regex.Match(Content, @"^Subject: (.*?)\n(?=\S)", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value,
        @"=\?utf-8\?B\?(.*?)\?=\s*", match => Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups[1].Value)));

    public string Text => Part("text/plain");
    public string Html => Part("text/html");

    public string MessageId => Regex.Match(Content, "^Message-ID: (.*)$", RegexOptions.Multiline).Groups[1].Value;

    private string Part(string type) => Encoding.UTF8.GetString(Convert.FromBase64String(
        Regex.Match(Content, $@"Content-Type: {type}.*?\n\n(.*?)\n--", RegexOptions.Singleline).Groups[1].Value));
}

/// <summary>A small real mail server on a port of its own.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closing = new();
    private readonly List<ArrivedMail> mails = [];
    private readonly Task serving;

    public MailServer()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>TLS from the first byte.</summary>
    public bool Tls { get; init; }
    public bool OffersStartTls { get; init; }

    /// <summary>Who may sign in, as <c>user:password</c>; null wants no sign-in.</summary>
    public string? Account { get; init; }
    public string AuthWay { get; init; } = "PLAIN";

    /// <summary>Answers to a command instead of the usual, by how its line begins.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    /// <summary>Runs when a mail has arrived, before it is answered.</summary>
    public Action Arrived { get; set; } = () => { };

    public X509Certificate2 Certificate { get; } = SelfSigned();

    public IReadOnlyList<ArrivedMail> Mails
    {
        get
        {
            lock (mails)
            {
                return [.. mails];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        listener.Stop();
        await serving;
        Certificate.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private async Task ServeAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                talks.Add(GuardAsync(await listener.AcceptTcpClientAsync(closing.Token)));
            }
        }
        catch (Exception) when (closing.IsCancellationRequested)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task GuardAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await TalkAsync(Tls ? await SecureAsync(client.GetStream()) : client.GetStream(), encrypted: Tls);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
                // The other side is gone.
            }
        }
    }

    private async Task<Stream> SecureAsync(Stream plain)
    {
        var secured = new SslStream(plain);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, closing.Token);
        return secured;
    }

    private async Task TalkAsync(Stream stream, bool encrypted, bool greet = true)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var (from, to, user) = ("", new List<string>(), "");
        await SayAsync(greet ? "220 test" : null);
        while (await reader.ReadLineAsync(closing.Token) is { } line)
        {
            var answer = Answers.FirstOrDefault(pair => line.StartsWith(pair.Key, StringComparison.Ordinal)).Value;
            switch (line.Split(' ')[0])
            {
                case "STARTTLS" when answer is null:
                    await SayAsync("220 go");
                    await TalkAsync(await SecureAsync(stream), encrypted: true, greet: false);
                    return;
                case "DATA" when answer is null:
                    await SayAsync("354 go");
                    var content = new StringBuilder();
                    while (await reader.ReadLineAsync(closing.Token) is { } part && part != ".")
                    {
                        content.Append(part.StartsWith('.') ? part[1..] : part).Append('\n');
                    }

                    lock (mails)
                    {
                        mails.Add(new ArrivedMail(from, [.. to], content.ToString(), encrypted, user));
                    }

                    Arrived();
                    break;
                case "MAIL":
                    from = line[11..^1];
                    break;
                case "RCPT" when answer is null:
                    to.Add(line[9..^1]);
                    break;
                case "AUTH":
                    (user, answer) = await SignInAsync(line);
                    break;
            }

            await SayAsync(answer ?? (line.StartsWith("EHLO", StringComparison.Ordinal) ? Offers() : "250 ok"));
        }

        async Task SayAsync(string? text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text is null ? "" : text + "\r\n"), closing.Token);

        string Offers() => "250-test\r\n" + (OffersStartTls && !encrypted ? "250-STARTTLS\r\n" : "") + (Account is null ? "" : $"250-AUTH {AuthWay}\r\n") + "250 8BITMIME";

        async Task<(string User, string Answer)> SignInAsync(string line)
        {
            string[] given;
            if (line == "AUTH LOGIN")
            {
                await SayAsync("334 VXNlcm5hbWU6");
                var name = await reader.ReadLineAsync(closing.Token);
                await SayAsync("334 UGFzc3dvcmQ6");
                given = ["", Text(name!), Text((await reader.ReadLineAsync(closing.Token))!)];
            }
            else
            {
                given = Text(line["AUTH PLAIN ".Length..]).Split('\0');
            }

            return $"{given[1]}:{given[2]}" == Account ? (given[1], "235 welcome") : ("", "535 no, " + given[2]);
        }

        static string Text(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
    }
}
