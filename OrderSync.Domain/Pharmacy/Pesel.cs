using System.Text.RegularExpressions;

namespace OrderSync.Domain.Pharmacy;

/// <summary>Polish personal identification numbers, which never leave this house: eleven digits of a date of birth, a serial number and a check digit.</summary>
public static partial class Pesel
{
    private static readonly int[] Weights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];

    /// <summary>The text without the numbers in it.</summary>
    public static string Remove(string text) => text.Length < 11 ? text : Eleven().Replace(text, match => IsOne(match.Value) ? "" : match.Value).Trim();

    private static bool IsOne(string digits)
    {
        var numbers = digits.Select(digit => digit - '0').ToArray();
        var sum = Weights.Zip(numbers, (weight, number) => weight * number).Sum();
        var (month, day) = ((numbers[2] * 10 + numbers[3]) % 20, numbers[4] * 10 + numbers[5]);
        return (10 - sum % 10) % 10 == numbers[10] && month is >= 1 and <= 12 && day is >= 1 and <= 31;
    }

    [GeneratedRegex("(?<![0-9])[0-9]{11}(?![0-9])")]
    private static partial Regex Eleven();
}
