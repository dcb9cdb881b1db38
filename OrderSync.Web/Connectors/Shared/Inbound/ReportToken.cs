using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrderSync.Web.Connectors.Shared.Inbound;

/// <summary>
/// What proves a call of a system that cannot sign (contracts/frontpad.md §2.8): a part of the address that only it was given. Each order has one
/// of its own, made from the integration's secret, so that nothing is stored and who learns one cannot touch another order.
/// </summary>
public static class ReportToken
{
    /// <param name="orderId">Null for the address of the whole account.</param>
    public static string Of(string secret, long? orderId) => Base64Url.EncodeToString(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes("order-target:" + orderId?.ToString(CultureInfo.InvariantCulture))));

    /// <summary>Takes as long whatever is wrong with it.</summary>
    public static bool IsRight(string token, IEnumerable<string> secrets, long? orderId)
    {
        var given = Encoding.UTF8.GetBytes(token);
        return secrets.Aggregate(false, (right, secret) => CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Of(secret, orderId))) | right);
    }

    /// <summary>The path and query a system reports under.</summary>
    public static string PathOf(string integrationKey, string secret, long? orderId) => string.Create(CultureInfo.InvariantCulture,
        $"{TargetReportEndpoint.Folder}{integrationKey}?{(orderId is null ? "" : $"order={orderId}&")}token={Of(secret, orderId)}");
}
