namespace OrderSync.Tests.Pages.Components;

/// <summary>
/// Finds texts in a .razor file that reach people without the localizer: words between tags, and words in attributes that people read.
/// Knows just enough of Razor for that: expressions, code blocks, nested quotes. An element marked translate="no" is left out, and so is the product's name.
/// </summary>
internal sealed partial class RazorTexts
{
    private static readonly HashSet<string> ReadByPeople = new(StringComparer.Ordinal)
    {
        "title", "aria-label", "placeholder", "alt", "Title", "Text", "Lead", "Label", "Help", "Caption", "Missing", "SubmitText", "Placeholder",
        "EmptyText", "Verb",
    };

    private readonly string source;
    private readonly List<(int At, string Text)> found = [];
    private readonly Stack<(string Name, bool Quiet)> open = new();
    private int at;

    private RazorTexts(string source) => this.source = source;

    /// <summary>Line and text of each finding.</summary>
    public static IReadOnlyList<(int Line, string Text)> Find(string razor)
    {
        razor = razor.Replace("OrderSync", "", StringComparison.Ordinal);
        var code = CodeBlock().Match(razor);
        // The code block is the last thing in a file here; comments keep their length so that lines still count.
        var markup = code.Success ? razor[..code.Index] : razor;
        markup = Comment().Replace(markup, m => Blank(m.Value));
        markup = Directive().Replace(markup, m => Blank(m.Value));
        var scan = new RazorTexts(markup);
        scan.Markup(untilBrace: false);
        return [.. scan.found.Select(f => (markup.AsSpan(0, f.At).Count('\n') + 1, f.Text))];
    }

    private static string Blank(string text) => new([.. text.Select(c => c == '\n' ? '\n' : ' ')]);

    private char Now => at < source.Length ? source[at] : '\0';

    private bool Quiet => open.Any(o => o.Quiet);

    /// <summary>Markup until the end, or (in the body of an @if or @foreach) until its closing brace.</summary>
    private void Markup(bool untilBrace)
    {
        var depth = open.Count;
        var start = at;
        while (at < source.Length)
        {
            // In a code body words are C#, unless they stand inside an element.
            var isCode = untilBrace && open.Count == depth;
            if (Now == '<' && (char.IsLetter(Peek(1)) || Peek(1) == '/'))
            {
                Check(start, isCode);
                Tag();
                start = at;
            }
            else if (Now == '@' && Peek(1) != '@')
            {
                Check(start, isCode);
                Expression();
                start = at;
            }
            else if (isCode && (Now is '"' or '\''))
            {
                Quoted(Now);
            }
            else if (isCode && (Now is '(' or '['))
            {
                Balanced();
            }
            else if (isCode && Now == '{')
            {
                at++;
                Markup(untilBrace: true);
                start = at;
            }
            else if (isCode && Now == '}')
            {
                at++;
                return;
            }
            else
            {
                at++;
            }
        }

        Check(start, untilBrace);
    }

    private void Check(int start, bool isCode)
    {
        var text = Entity().Replace(source[start..at], " ").Trim();
        if (!isCode && !Quiet && Letters().IsMatch(text))
        {
            found.Add((start, text));
        }
    }

    private void Tag()
    {
        var closing = Peek(1) == '/';
        at += closing ? 2 : 1;
        var name = Name().Match(source, at).Value;
        at += name.Length;
        var quiet = name is "script" or "style" or "code";
        while (at < source.Length && Now != '>' && !(Now == '/' && Peek(1) == '>'))
        {
            if (AttributeStart().Match(source, at) is { Success: true } attribute && attribute.Index == at)
            {
                at += attribute.Length;
                quiet |= Value(attribute.Groups[1].Value);
            }
            else if (Now == '@')
            {
                Expression();
            }
            else
            {
                at++;
            }
        }

        var single = Now == '/' || name is "input" or "img" or "br" or "hr" or "link" or "meta" or "circle" or "base";
        at += Now == '/' ? 2 : 1;
        if (closing)
        {
            Close(name);
        }
        else if (!single)
        {
            open.Push((name, quiet));
        }
    }

    private void Close(string name)
    {
        if (open.Any(o => o.Name == name))
        {
            while (open.Pop().Name != name)
            {
            }
        }
    }

    /// <summary>The value of an attribute, at its opening quote; true when it says translate="no".</summary>
    private bool Value(string attribute)
    {
        at++;
        var start = at;
        var words = "";
        while (at < source.Length && Now != '"')
        {
            if (Now == '@' && Peek(1) != '@')
            {
                Expression();
            }
            else
            {
                words += Now;
                at++;
            }
        }

        at++;
        var isExpression = source[start] == '@' || words.Contains("=>", StringComparison.Ordinal);
        if (ReadByPeople.Contains(attribute) && !isExpression && Letters().IsMatch(words) && !Quiet)
        {
            found.Add((start, words));
        }

        return attribute == "translate" && words == "no";
    }
}
