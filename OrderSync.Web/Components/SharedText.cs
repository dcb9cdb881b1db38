using Microsoft.Extensions.Localization;
using OrderSync.Domain;

namespace OrderSync.Web.Components;

/// <summary>
/// Names the resource files with the translations (<c>Components/SharedText.pl.resx</c>). The English text itself is the key:
/// <c>@inject IStringLocalizer&lt;SharedText&gt; L</c>, then <c>@L["Run now"]</c>.
/// </summary>
public sealed class SharedText;

public static class PhraseText
{
    /// <summary>The sentence in the reader's language.</summary>
    public static string Show(this IStringLocalizer<SharedText> texts, Phrase phrase) =>
        phrase.Args.Length == 0 ? texts[phrase.Text] : texts[phrase.Text, [.. phrase.Args]];

    /// <summary>The sentence in the reader's language, or an empty text when there is none.</summary>
    public static string ShowOrEmpty(this IStringLocalizer<SharedText> texts, Phrase? phrase) => phrase is null ? "" : texts.Show(phrase);
}
