using System.Text.Json;

namespace OrderSync.Domain.Importing;

/// <summary>How causes are spelled towards scripts: <c>StatusRule</c> is <c>status-rule</c>.</summary>
public static class DecisionCauseNames
{
    public static string ToKebab(this DecisionCause cause) => JsonNamingPolicy.KebabCaseLower.ConvertName(cause.ToString());

    public static DecisionCause? Parse(string name) =>
        Enum.GetValues<DecisionCause>().Select(cause => (DecisionCause?)cause).FirstOrDefault(cause => cause!.Value.ToKebab() == name);
}
