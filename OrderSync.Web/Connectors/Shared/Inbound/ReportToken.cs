using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrderSync.Web.Connectors.Shared.Inbound;

/// <summary>
/// What proves a call of a system that cannot sign (contracts/frontpad.md §2.8): a part of the address that only it was given. Each order has one
/// of its own, <c>order.proof</c>, made from the integration's secret, so that nothing is stored and who learns one cannot touch another order.
/// </summary>
public static class ReportToken
{
    /// <param name="orderId">Null for the address of the whole account, whose token is the proof alone.</param>
    public static string Of(string secret, long? orderId)
    {
        var order = orderId?.ToString(CultureInfo.InvariantCulture);
        var proof = Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes("order-target:" + order)));
        return order is null ? proof : $"{order}.{proof}";
    }

    /// <summary>Takes as long whatever is wrong with it.</summary>
    /// <returns>The order it was made for; null for the whole account.</returns>
    public static (bool IsRight, long? OrderId) Read(string token, IEnumerable<string> secrets)
    {
        long? order = token.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            && long.TryParse(token.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        var given = Encoding.UTF8.GetBytes(token);
        return (secrets.Aggregate(false, (right, secret) => CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Of(secret, order))) | right), order);
    }

    /// <summary>The path a system reports under.</summary>
    public static string PathOf(string integrationKey, string secret, long? orderId) => $"{TargetReportEndpoint.Folder}{integrationKey}/{Of(secret, orderId)}";
}
