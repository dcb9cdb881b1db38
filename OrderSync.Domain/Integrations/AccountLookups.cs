namespace OrderSync.Domain.Integrations;

/// <summary>Finds a customer of the other system, for support staff.</summary>
public interface ICustomerLookup
{
    /// <returns>Null when nobody has the phone. It has to be written as the other system writes it.</returns>
    /// <exception cref="RemoteFailureException">No useful answer.</exception>
    Task<AccountCustomer?> FindCustomerAsync(Connection connection, string phone, CancellationToken ct);
}

/// <summary>A customer as the other system has them; what it does not say is empty.</summary>
/// <param name="Sale">Discount in percent.</param>
/// <param name="Score">Loyalty points.</param>
public sealed record AccountCustomer(
    string Name, string Street, string Home, string Entrance, string Floor, string Apartment, string Email, string Note, string Card, string Sale, string Score);

/// <summary>Looks what a gift certificate is worth, for support staff.</summary>
public interface ICertificateLookup
{
    /// <returns>Null when there is no such certificate.</returns>
    /// <exception cref="RemoteFailureException">No useful answer.</exception>
    Task<CertificateWorth?> FindCertificateAsync(Connection connection, string certificate, CancellationToken ct);
}

/// <summary>What a certificate gives: one of these three.</summary>
public abstract record CertificateWorth
{
    private CertificateWorth()
    {
    }

    public sealed record Product(string Article, string Name, string Price) : CertificateWorth;

    public sealed record Percent(string Value) : CertificateWorth;

    public sealed record Sum(string Value) : CertificateWorth;
}
