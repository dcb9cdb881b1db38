namespace OrderSync.Web.Components;

public enum ButtonKind
{
    Plain,

    /// <summary>The one main action of a page or dialog.</summary>
    Primary,

    /// <summary>Destroys something or goes outside.</summary>
    Danger,

    /// <summary>Without a frame, for actions within a row.</summary>
    Text,
}
