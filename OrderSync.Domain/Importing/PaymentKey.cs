namespace OrderSync.Domain.Importing;

/// <summary>Payments are mapped by the text the shop shows; its spelling varies in case and blanks only.</summary>
public static class PaymentKey
{
    public const string None = "(none)";

    public static string Of(string paymentText)
    {
        var text = string.Join(' ', paymentText.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length == 0 ? None : text;
    }
}
