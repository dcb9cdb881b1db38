namespace OrderSync.Web.Connectors.FrontPad;

/// <summary>
/// Writes phones as the account writes them, so that FrontPad knows the customer again (contracts/frontpad.md §2.4). In the mask each # stands for
/// a digit, filled from the end; everything else stands as it is: <c>8##########</c>, <c>+7 (###) ###-##-##</c>.
/// </summary>
internal static class PhoneMask
{
    public const char Digit = '#';

    public static bool IsMask(string mask) => mask.Length == 0 || (mask.Contains(Digit, StringComparison.Ordinal) && mask.Length <= 50);

    /// <returns>The phone as it is, and false, when it has too few digits for the mask.</returns>
    public static (string Phone, bool Fits) Apply(string mask, string phone)
    {
        var digits = phone.Where(char.IsAsciiDigit).ToArray();
        var places = mask.Count(sign => sign == Digit);
        if (mask.Length == 0 || digits.Length == 0)
        {
            return (phone, true);
        }

        if (digits.Length < places)
        {
            return (phone, false);
        }

        var next = digits.Length - places;
        return (string.Concat(mask.Select(sign => sign == Digit ? digits[next++] : sign)), true);
    }
}
