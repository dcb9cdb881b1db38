namespace OrderSync.Web.Components;

/// <summary>One value to filter by.</summary>
/// <param name="Value">As the URL carries it.</param>
/// <param name="Text">As people read it, through the localizer.</param>
/// <param name="Count">How many there are, when known.</param>
public sealed record FilterOption(string Value, string Text, long? Count = null);
