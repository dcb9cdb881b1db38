namespace OrderSync.Web.Sandbox.PrestaShop.Resources;

/// <summary>Short names for the shapes fields have, so that a resource reads like its schema.</summary>
public static class Fields
{
    public const string NoDate = "0000-00-00 00:00:00";

    public static readonly Field Id = new("id", FieldKind.Integer);

    public static Field Number(string name, string? initially = "0") =>
        new(name, FieldKind.Integer) { Default = initially };

    public static Field Link(string name, string resource) =>
        new(name, FieldKind.Integer) { LinksTo = resource, Default = "0" };

    public static Field Amount(string name, string initially = "0.000000") =>
        new(name, FieldKind.Decimal) { Default = initially };

    public static Field Text(string name, string? initially = "") =>
        new(name, FieldKind.Text) { Default = initially };

    public static Field Texts(string name) =>
        new(name, FieldKind.Text) { Translated = true, Default = "" };

    public static Field Moment(string name, string? initially = NoDate) =>
        new(name, FieldKind.Date) { Default = initially };

    public static Field Getter(string name, string sql) =>
        new(name, FieldKind.Text) { IsGetter = true, Sql = sql };

    public static Field[] Numbers(params string[] names) => [.. names.Select(name => Number(name))];

    public static Field[] Amounts(params string[] names) => [.. names.Select(name => Amount(name))];
}
