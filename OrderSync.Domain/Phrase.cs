using System.Globalization;

namespace OrderSync.Domain;

/// <summary>
/// A sentence for people, kept apart from its language: the English text is the key under which the localizer finds the
/// translation, the arguments are filled in afterwards. Stored with runs, decisions and problems, so history can be read in any language.
/// </summary>
/// <param name="Text">English composite format, for example <c>Carrier '{0}' is not mapped yet.</c></param>
/// <param name="Args">Values for the placeholders, already formatted.</param>
public sealed record Phrase(string Text, params string[] Args)
{
    /// <summary>The English sentence, used by the API and in logs.</summary>
    public override string ToString() =>
        Args.Length == 0 ? Text : string.Format(CultureInfo.InvariantCulture, Text, [.. Args]);

    public bool Equals(Phrase? other) => other is not null && Text == other.Text && Args.SequenceEqual(other.Args);

    public override int GetHashCode() => HashCode.Combine(Text, Args.Length);
}
