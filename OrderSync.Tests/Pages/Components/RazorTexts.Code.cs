using System.Text.RegularExpressions;

namespace OrderSync.Tests.Pages.Components;

/// <summary>The C# inside the markup: expressions, statements with a body, brackets and quotes; and the patterns of both parts.</summary>
internal sealed partial class RazorTexts
{
    /// <summary>What follows an @: a statement with a body, a block in brackets, or a name with its members, calls and indexes.</summary>
    private void Expression()
    {
        at++;
        if (Statement().Match(source, at) is { Success: true } statement && statement.Index == at)
        {
            at += statement.Length;
            Body();
            while (Continuation().Match(source, at) is { Success: true } next && next.Index == at)
            {
                at += next.Length;
                Body();
            }

            return;
        }

        if (Now == '{')
        {
            at++;
            Markup(untilBrace: true);
            return;
        }

        if (Now == '<')
        {
            return;
        }

        var isLocalized = Now == 'L' && Peek(1) == '[';
        var start = at;
        Chain();
        var expression = source[start..at];
        if (!isLocalized && !Quiet && expression.StartsWith('(') && Literal().Match(Localized().Replace(expression, "")) is { Success: true } literal)
        {
            found.Add((start, literal.Value));
        }
    }

    private void Chain()
    {
        while (at < source.Length)
        {
            if (Now is '(' or '[')
            {
                Balanced();
            }
            else if (char.IsLetterOrDigit(Now) || Now is '_' or '!' && Peek(1) == '.')
            {
                at++;
            }
            else if ((Now == '.' || (Now == '?' && Peek(1) == '.')) && char.IsLetter(Peek(Now == '.' ? 1 : 2)))
            {
                at += Now == '.' ? 1 : 2;
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>The condition of a statement, then its body.</summary>
    private void Body()
    {
        while (at < source.Length && Now != '{')
        {
            if (Now == '(')
            {
                Balanced();
            }
            else
            {
                at++;
            }
        }

        at++;
        Markup(untilBrace: true);
    }

    private void Balanced()
    {
        var depth = 0;
        do
        {
            switch (Now)
            {
                case '(' or '[' or '{':
                    depth++;
                    at++;
                    break;
                case ')' or ']' or '}':
                    depth--;
                    at++;
                    break;
                case '"' or '\'':
                    Quoted(Now);
                    break;
                default:
                    at++;
                    break;
            }
        }
        while (depth > 0 && at < source.Length);
    }

    private void Quoted(char quote)
    {
        at++;
        while (at < source.Length && Now != quote)
        {
            at += Now == '\\' ? 2 : 1;
        }

        at++;
    }

    private char Peek(int ahead) => at + ahead < source.Length ? source[at + ahead] : '\0';

    [GeneratedRegex("""^@code\b""", RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("""@\*.*?\*@|<!--.*?-->|<!DOCTYPE[^>]*>""", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("""^@(page|using|inject|inherits|implements|attribute|layout|namespace|typeparam|rendermode|preservewhitespace)\b.*$""", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex("""\G(?:if|foreach|for|while|switch|lock|using)\s*(?=\()""")]
    private static partial Regex Statement();

    [GeneratedRegex("""\G\s*else(?:\s+if\s*(?=\())?""")]
    private static partial Regex Continuation();

    [GeneratedRegex("""\G([@\w:.-]+)\s*=\s*(?=")""")]
    private static partial Regex AttributeStart();

    [GeneratedRegex("""\G[\w.:-]*""")]
    private static partial Regex Name();

    [GeneratedRegex("""&\w+;|&#\w+;""")]
    private static partial Regex Entity();

    [GeneratedRegex("""\p{L}{2,}""")]
    private static partial Regex Letters();

    [GeneratedRegex("""\bL(?:\[(?>[^\[\]]|\[[^\]]*\])*\]|\.Plural\((?>[^()]|\([^)]*\))*\))""")]
    private static partial Regex Localized();

    [GeneratedRegex("\"[A-Z][a-z]+[^\"]*\"")]
    private static partial Regex Literal();
}
