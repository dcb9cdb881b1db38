using static OrderSync.Web.Sandbox.PrestaShop.Resources.Fields;

namespace OrderSync.Web.Sandbox.PrestaShop.Resources;

/// <summary>People, and what they write.</summary>
public static class CustomerResources
{
    public static readonly Resource Customers = new("customers", "customer", "The e-shop's customers")
    {
        Fields =
        [
            Link("id_default_group", "groups"), Link("id_lang", "languages"), Moment("newsletter_date_add"),
            Text("ip_registration_newsletter"), Moment("last_passwd_gen"), Text("secure_key"), Number("deleted"), Text("passwd"),
            Text("lastname"), Text("firstname"), Text("email"), Number("id_gender"), Moment("birthday", "0000-00-00"),
            .. Numbers("newsletter", "optin"), Text("website"), Text("company"), Text("siret"), Text("ape"),
            Amount("outstanding_allow_amount"), .. Numbers("show_public_prices", "id_risk", "max_payment_days"),
            Number("active", "1"), Text("note"), Number("is_guest"), Number("id_shop", "1"), Number("id_shop_group", "1"),
            Moment("date_add"), Moment("date_upd"), Text("reset_password_token"), Moment("reset_password_validity"),
        ],
        Associations = [Association.Of("groups", "group", "groups", "customers", "id", "id_default_group")],
        ShopFilter = "main.id_shop IN ({shops})",
        Indexes = ["email", "date_upd"],
    };

    public static readonly Resource Addresses = new("addresses", "address", "The Customer, Brand and Customer addresses")
    {
        Fields =
        [
            Link("id_customer", "customers"), Link("id_manufacturer", "manufacturers"), Link("id_supplier", "suppliers"),
            Link("id_warehouse", "warehouse"), Link("id_country", "countries"), Link("id_state", "states"), Text("alias"),
            Text("company"), Text("lastname"), Text("firstname"), Text("vat_number"), Text("address1"), Text("address2"),
            Text("postcode"), Text("city"), Text("other"), Text("phone"), Text("phone_mobile"), Text("dni"), Number("deleted"),
            Moment("date_add"), Moment("date_upd"),
        ],
        Indexes = ["id_customer"],
    };

    public static readonly Resource Groups = new("groups", "group", "The customer's groups")
    {
        Fields =
        [
            Amount("reduction", "0.00"), Number("price_display_method"), Number("show_prices", "1"), Moment("date_add"),
            Moment("date_upd"), Texts("name"),
        ],
    };

    public static readonly Resource CustomerThreads = new("customer_threads", "customer_thread", "Customer services threads")
    {
        Fields =
        [
            Link("id_lang", "languages"), Link("id_shop", "shops"), Link("id_customer", "customers"), Link("id_order", "orders"),
            Link("id_product", "products"), Number("id_contact"), Text("email"), Text("token"), Text("status"),
            Moment("date_add"), Moment("date_upd"),
        ],
        Associations = [Association.Empty("customer_messages", "customer_message", "customer_messages")],
    };

    public static readonly Resource CustomerMessages = new("customer_messages", "customer_message", "Customer services messages")
    {
        Fields =
        [
            Link("id_employee", "employees"), Link("id_customer_thread", "customer_threads"), Text("ip_address"), Text("message"),
            Text("file_name"), Text("user_agent"), Number("private"), Moment("date_add"), Moment("date_upd"), Number("read"),
        ],
    };

    public static readonly Resource Customizations = new("customizations", "customization", "Customization values")
    {
        Fields =
        [
            Link("id_address_delivery", "addresses"), Link("id_cart", "carts"), Link("id_product", "products"),
            .. Numbers("id_product_attribute", "quantity", "quantity_refunded", "quantity_returned", "in_cart"),
        ],
    };

    public static readonly IReadOnlyList<Resource> All =
        [Addresses, CustomerMessages, CustomerThreads, Customers, Customizations, Groups];
}
