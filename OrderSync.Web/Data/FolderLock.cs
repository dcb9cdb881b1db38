namespace OrderSync.Web.Data;

/// <summary>
/// The lock file beside the SQLite database: whoever holds it, alone may migrate, write and replace the database. Held by the program as long as it runs;
/// the operating system lets go of it when the process ends, however it ends.
/// </summary>
internal static class FolderLock
{
    /// <exception cref="DatabaseInUseException">Another process holds the lock.</exception>
    public static FileStream Take(string sqliteFile)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(sqliteFile)!);
        try
        {
            return new FileStream(sqliteFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new DatabaseInUseException(sqliteFile);
        }
    }
}
