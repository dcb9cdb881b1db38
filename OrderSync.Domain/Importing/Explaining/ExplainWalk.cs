namespace OrderSync.Domain.Importing.Explaining;

/// <summary>Collects the answers on the way. What mends the first no is the remedy; later ones are shown, but come after it.</summary>
internal sealed class ExplainWalk
{
    private readonly List<ExplainedStep> steps = [];
    private Mend? mend;

    public void Yes(ExplainStep step, Phrase words, DateTime? at = null) => steps.Add(new ExplainedStep(step, ExplainAnswer.Yes, words) { At = at });

    public void No(ExplainStep step, Phrase words, MendKind kind, Phrase remedy, Phrase? detail = null, DateTime? at = null, MissingMapping? mapping = null)
    {
        steps.Add(new ExplainedStep(step, ExplainAnswer.No, words) { Detail = detail, At = at });
        mend ??= new Mend(kind, remedy) { Mapping = mapping };
    }

    public void Map(ExplainStep step, MissingMapping missing, Phrase words) =>
        No(step, words, MendKind.Map, new Phrase("Map it: the order is imported by itself then."), mapping: missing);

    /// <summary>Questions from one to another that an earlier answer made idle.</summary>
    public void Skip(ExplainStep from, ExplainStep to)
    {
        for (var step = from; step <= to; step++)
        {
            steps.Add(new ExplainedStep(step, ExplainAnswer.NotLookedAt, null));
        }
    }

    public Explanation End(string number, string reference, KnownOrder? known, Mend otherwise) =>
        new(number, reference, steps, mend ?? otherwise) { IncomingId = known?.Id };
}
