using Microsoft.Extensions.Localization;
using OrderSync.Domain.Mappings;
using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Mappings;

/// <summary>Says a target in words.</summary>
internal static class TargetWords
{
    public static string Say(IStringLocalizer<SharedText> texts, string target, IReadOnlyList<KeyValuePair<string, string>> choices)
    {
        if (MappingSet.KeyFromJson(target) is { } key)
        {
            return choices.FirstOrDefault(choice => choice.Key == key).Value ?? key;
        }

        return StatusRule.Parse(target) switch
        {
            { Action: StatusAction.Import, Status: { } status } => texts["Import as {0}", texts[status.Look().Word]],
            { Retry: true, Status: { } here } => texts["Do not import, look again later; orders already here: {0}", texts[here.Look().Word]],
            { Status: { } here } => texts["Do not import; orders already here: {0}", texts[here.Look().Word]],
            { Retry: true } => texts["Do not import, look again later"],
            _ => texts["Do not import"],
        };
    }
}
