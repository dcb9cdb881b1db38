namespace OrderSync.Domain.Pharmacy;

/// <summary>Numbers of trade items (EAN, UPC, GTIN): the same number may be written with 8, 12, 13 or 14 digits.</summary>
public static class Gtin
{
    private const int Longest = 14;
    private static readonly int[] Lengths = [8, 12, 13, Longest];

    /// <summary>The number in the form in which all ways of writing it are equal; empty when it is none.</summary>
    public static string Normal(string code) => IsDigits(code) && Lengths.Contains(code.Length) ? code.PadLeft(Longest, '0') : "";

    /// <summary>Whether it is a number whose check digit is right.</summary>
    public static bool IsValid(string code)
    {
        var digits = Normal(code);
        if (digits.Length == 0 || digits.All(digit => digit == '0'))
        {
            return false;
        }

        var sum = digits.Index().Sum(digit => (digit.Item - '0') * (digit.Index % 2 == 0 ? 3 : 1));
        return sum % 10 == 0;
    }

    /// <summary>All ways in which the number may be written; empty when it is none.</summary>
    public static IReadOnlyList<string> Forms(string code)
    {
        var digits = Normal(code);
        return digits.Length == 0 ? [] : [.. Lengths.Where(length => digits[..(Longest - length)].All(digit => digit == '0')).Select(length => digits[(Longest - length)..])];
    }

    /// <summary>A BLOZ number: seven digits, leading zeros and all.</summary>
    public static bool IsBloz(string code) => code.Length == 7 && IsDigits(code);

    private static bool IsDigits(string code) => code.Length > 0 && code.All(char.IsAsciiDigit);
}
