namespace OrderSync.Domain;

/// <summary>Why an action was refused. The kind decides the HTTP status of the API and the place of the message on a page.</summary>
public enum RefusalKind
{
    /// <summary>Input is wrong; <see cref="Refusal.Fields"/> names the fields.</summary>
    Invalid,
    NotFound,
    Forbidden,

    /// <summary>The state does not allow it now (already changed by somebody else, locked, in use).</summary>
    Conflict,
}

/// <summary>An expected refusal: what is wrong and what to do about it.</summary>
public sealed record Refusal(RefusalKind Kind, Phrase Message)
{
    /// <summary>Messages by field name (camelCase, as in the API).</summary>
    public IReadOnlyDictionary<string, Phrase> Fields { get; init; } = new Dictionary<string, Phrase>();

    public static Refusal NotFound(string thing) => new(RefusalKind.NotFound, new Phrase("{0} was not found. It may have been deleted.", thing));

    public static Refusal Forbidden(Permission permission) =>
        new(RefusalKind.Forbidden, new Phrase("Your role does not allow this ({0}). Ask an administrator.", permission.ToString()));

    public static Refusal Conflict(string text, params string[] args) => new(RefusalKind.Conflict, new Phrase(text, args));

    public static Refusal Field(string field, string text, params string[] args)
    {
        var phrase = new Phrase(text, args);
        return new(RefusalKind.Invalid, phrase) { Fields = new Dictionary<string, Phrase> { [field] = phrase } };
    }
}

/// <summary>Result of an action: done, or refused with a reason. Bugs are exceptions, refusals are not.</summary>
public readonly record struct Outcome(Refusal? Refusal)
{
    public static Outcome Done => default;

    public bool Succeeded => Refusal is null;

    public static implicit operator Outcome(Refusal refusal) => new(refusal);
}

/// <summary>Result of an action that answers with a value.</summary>
public readonly record struct Outcome<T>(T? Value, Refusal? Refusal)
{
    public bool Succeeded => Refusal is null;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
