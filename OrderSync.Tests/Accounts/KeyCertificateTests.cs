using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Accounts;

public sealed class KeyCertificateTests
{
    [Fact]
    public async Task With_a_certificate_the_stored_keys_are_encrypted_and_still_open_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("ordersync-keys-");
        try
        {
            var certificate = WriteCertificate(Path.Combine(folder.FullName, "keys.pfx"));
            (string, string?)[] settings =
            [
                ("Database:Folder", Path.Combine(folder.FullName, "data")),
                ("DataProtection:CertificatePath", certificate), ("DataProtection:CertificatePassword", "secret"),
            ];
            string[] cookies;
            await using (var first = await TestApp.StartAsync(null, settings))
            {
                using var client = first.CreateClient();
                using var answer = await TestApp.PostFormAsync(
                    client, "/account/sign-in", "sign-in", ("Input.Email", TestApp.AdminEmail), ("Input.Password", TestApp.AdminPassword));
                cookies = [.. answer.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])];
                await using var db = await first.Databases.CreateDbContextAsync();
                Assert.All(await db.ProtectionKeys.ToListAsync(), key => Assert.Contains("<EncryptedData", key.Xml));
            }

            await using var second = await TestApp.StartAsync(null, settings);
            using var later = second.CreateClient();
            later.DefaultRequestHeaders.Add("Cookie", cookies);
            using var page = await later.GetAsync("/");
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string WriteCertificate(string path)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=OrderSync keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, "secret"));
        return path;
    }
}
