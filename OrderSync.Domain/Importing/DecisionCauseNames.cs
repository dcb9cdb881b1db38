namespace OrderSync.Domain.Importing;

/// <summary>Causes by the names scripts know them under.</summary>
public static class DecisionCauseNames
{
    public static DecisionCause? Parse(string name) =>
        Enum.GetValues<DecisionCause>().Select(cause => (DecisionCause?)cause).FirstOrDefault(cause => cause!.Value.ToKebab() == name);
}
