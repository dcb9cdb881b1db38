using Microsoft.Data.Sqlite;
using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Seed;

/// <summary>Customers, guests and their addresses.</summary>
internal static class CustomerSeed
{
    private const int GuestGroup = 2;
    private const int CustomerGroup = 3;

    public static void Fill(SqliteConnection connection, int count, string opened)
    {
        using var customers = new RowInserter(
            connection, CustomerResources.Customers, "id", "id_default_group", "id_lang", "secure_key", "passwd", "lastname", "firstname",
            "email", "id_gender", "company", "is_guest", "last_passwd_gen", "date_add", "date_upd");
        using var addresses = new RowInserter(
            connection, CustomerResources.Addresses, "id", "id_customer", "id_country", "id_state", "alias", "company", "lastname",
            "firstname", "vat_number", "address1", "address2", "postcode", "city", "phone", "deleted", "date_add", "date_upd");
        for (var number = 1; number <= count; number++)
        {
            var customer = new Customer(number);
            if (number != Customer.DeletedNumber)
            {
                customers.Add(
                    number, customer.IsGuest ? GuestGroup : CustomerGroup, customer.Locale.Language, customer.SecureKey,
                    "$2y$10$sandbox.sandbox.sandboxOnlyInventedPeopleHaveThisOne11", customer.LastName, customer.FirstName, customer.Email,
                    1 + (number % 2), customer.HasCompany ? customer.Company : "", customer.IsGuest ? 1 : 0, opened, opened, opened);
            }

            AddAddresses(addresses, customer, opened);
        }
    }

    private static void AddAddresses(RowInserter addresses, Customer customer, string opened)
    {
        var country = Country.Of(customer.Locale.Country);
        var state = country.HasStates ? 1 + (customer.Number % Country.AmericanStates.Count) : 0;
        var deleted = customer.Number % 17 == 0 ? 1 : 0;
        var floor = customer.Number % 5 == 0 ? "Paczkomat WAW35M" : "";
        addresses.Add(
            customer.DeliveryAddress, customer.Number, country.Id, state, "Dom & biuro", "", customer.LastName, customer.FirstName, "",
            customer.Street, floor, customer.Postcode, customer.City, customer.Phone, deleted, opened, opened);
        if (customer.HasCompany)
        {
            addresses.Add(
                customer.InvoiceAddress, customer.Number, country.Id, state, "Firma", customer.Company, customer.LastName,
                customer.FirstName, $"{country.IsoCode}5250007313", customer.Street, "", customer.Postcode, customer.City, customer.Phone, 0,
                opened, opened);
        }
    }
}
