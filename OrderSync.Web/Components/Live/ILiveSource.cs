namespace OrderSync.Web.Components;

/// <summary>Where announcements of changes come from. The program registers one or none; a page then loads once and stays as it is.</summary>
public interface ILiveSource
{
    /// <summary>Calls <paramref name="changed"/>, on any thread and as often as things change, until the answer is disposed.</summary>
    IDisposable Subscribe(string topic, Action changed);
}
