namespace OrderSync.Web.Data;

/// <summary>Names a process in the database: whoever holds a lease is known by it.</summary>
public static class NodeName
{
    public static string New() => $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid().ToString("N")[..6]}";
}
