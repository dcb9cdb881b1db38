using OrderSync.Web.Components;

namespace OrderSync.Web.Features.Completeness;

/// <summary>How the outcome of a count is shown.</summary>
public static class CompletenessLooks
{
    public static StateLook Of(int unexplained) => unexplained == 0
        ? new("check_circle", "Complete", Tone.Good)
        : new("error", "Orders missing", Tone.Bad);
}
