using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrderSync.Web.Sandbox.PrestaShop.Seed;

/// <summary>A customer by number: the same number is the same person in every sandbox.</summary>
public sealed class Customer
{
    /// <summary>Deleted by the merchant: his orders stay and point at nobody.</summary>
    public const int DeletedNumber = 13;

    public Customer(int number)
    {
        Number = number;
        Locale = Locales.For(number);
        (FirstName, LastName) = Locale.Names[number / 3 % Locale.Names.Length];
        (Postcode, City) = Locale.Places[number / 5 % Locale.Places.Length];
        Street = string.Format(CultureInfo.InvariantCulture, Locale.Streets[number % Locale.Streets.Length], 1 + (number % 120));
        Phone = string.Format(CultureInfo.InvariantCulture, Locale.Phone, number % 100, number % 1000);
    }

    public int Number { get; }

    public Locale Locale { get; }

    public string FirstName { get; }

    public string LastName { get; }

    public string Street { get; }

    public string Postcode { get; }

    public string City { get; }

    public string Phone { get; }

    public string Email => string.Create(CultureInfo.InvariantCulture, $"buyer{Number}@example.com");

    public bool IsGuest => Number % 6 == 0;

    /// <summary>Buys for a company: has an address of its own for the invoice.</summary>
    public bool HasCompany => Number % 4 == 0;

    public string Company => $"{LastName} & Co.";

    public int DeliveryAddress => (Number * 2) - 1;

    public int InvoiceAddress => HasCompany ? Number * 2 : DeliveryAddress;

    public string SecureKey => SecureKeyOf(Number);

    public static string SecureKeyOf(int number) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"customer {number}")).AsSpan(0, 16));
}
