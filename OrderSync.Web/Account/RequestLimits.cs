using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using OrderSync.Domain;
using OrderSync.Web.Data.Accounts;

namespace OrderSync.Web.Account;

/// <summary>How many requests one API key, and how many sign-ins one address, has in a minute.</summary>
internal sealed class RequestLimits(IOptions<AccountOptions> options) : IConfigureOptions<RateLimiterOptions>, IDisposable
{
    public static readonly Refusal Exceeded = Refusal.Conflict("Too many attempts from your address. Wait a minute and try again.");

    private readonly PartitionedRateLimiter<IPAddress?> signIns = PartitionedRateLimiter.Create<IPAddress?, string>(
        address => RateLimitPartition.GetSlidingWindowLimiter(Network(address), _ => PerMinute(options.Value.SignInsPerMinute)));

    /// <summary>Takes one attempt of the address; false when it has none left for now.</summary>
    public bool MayTryToSignIn(HttpContext context)
    {
        using var lease = signIns.AttemptAcquire(context.Connection.RemoteIpAddress);
        return lease.IsAcquired;
    }

    public void Configure(RateLimiterOptions limiter)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = RefuseAsync;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.Request.Path.StartsWithSegments("/api")
                ? RateLimitPartition.GetSlidingWindowLimiter(Key(context), _ => PerMinute(options.Value.ApiRequestsPerMinute))
                : RateLimitPartition.GetNoLimiter(""));
    }

    public void Dispose() => signIns.Dispose();

    private static SlidingWindowRateLimiterOptions PerMinute(int permits) => new()
    {
        PermitLimit = permits,
        Window = TimeSpan.FromMinutes(1),
        SegmentsPerWindow = 6,
        QueueLimit = 0,
    };

    private static string Key(HttpContext context) =>
        context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } key ? $"key {key}" : Network(context.Connection.RemoteIpAddress);

    /// <summary>One IPv6 customer owns a whole /64: it counts as one address.</summary>
    private static string Network(IPAddress? address)
    {
        if (address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
        {
            return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
        }

        return address?.MapToIPv4().ToString() ?? "local";
    }

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken ct)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(10);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        rejected.HttpContext.Response.Headers.RetryAfter = seconds;
        await Results.Problem(
            statusCode: StatusCodes.Status429TooManyRequests,
            title: "Too many requests",
            detail: $"This key has used up its requests for now. Try again in {seconds} s.")
            .ExecuteAsync(rejected.HttpContext);
    }
}
