using System.Text.Json.Serialization;
using OrderSync.Domain;

namespace OrderSync.Web.Api;

/// <summary>A part of a list.</summary>
/// <param name="Next">Send it as <c>after</c> to go on; null at the end.</param>
public sealed record ApiList<T>(IReadOnlyList<T> Items, string? Next, long Total)
{
    /// <summary>Counting stopped at the total; more match. Left out where the total is exact.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TotalIsAtLeast { get; init; }
}

/// <summary>Turns outcomes into answers.</summary>
internal static class ApiAnswers
{
    /// <summary>A refusal as problem+json; messages of fields are in <c>errors</c>.</summary>
    public static IResult Refused(Refusal refusal) => TypedResults.Problem(
        detail: refusal.Message.ToString(),
        statusCode: StatusOf(refusal.Kind),
        title: TitleOf(refusal.Kind),
        extensions: refusal.Fields.Count == 0
            ? null
            : [new("errors", refusal.Fields.ToDictionary(field => field.Key, field => new[] { field.Value.ToString() }))]);

    public static IResult Answer(Outcome outcome, Func<IResult>? done = null) =>
        outcome.Refusal is { } refusal ? Refused(refusal) : done?.Invoke() ?? TypedResults.NoContent();

    public static IResult Answer<T>(Outcome<T> outcome, Func<T, IResult> done) =>
        outcome.Refusal is { } refusal ? Refused(refusal) : done(outcome.Value!);

    public static IResult NotFound(string thing) => Refused(Refusal.NotFound(thing));

    public static ApiList<TItem> List<TRow, TItem>(IReadOnlyList<TRow> rows, string? next, long? total, Func<TRow, TItem> item) =>
        new([.. rows.Select(item)], next, total ?? rows.Count);

    /// <summary>A list that is short by nature, in the common envelope.</summary>
    public static ApiList<T> ToList<T>(this IReadOnlyCollection<T> all, ListQuery query) =>
        new([.. all.Skip(query.Offset).Take(query.Size)], query.Offset + query.Size < all.Count ? FormattableString.Invariant($"{query.Offset + query.Size}") : null, all.Count);

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static string TitleOf(RefusalKind kind) => kind switch
    {
        RefusalKind.NotFound => "Not found",
        RefusalKind.Forbidden => "Not allowed",
        RefusalKind.Conflict => "Not possible now",
        _ => "The request cannot be carried out",
    };
}
