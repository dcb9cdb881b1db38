namespace OrderSync.Tests.Support;

/// <summary>A test which compares with recordings of real shops; skipped with the reason where there are none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RecordingsFactAttribute : FactAttribute
{
    public RecordingsFactAttribute() => Skip = Recordings.Missing;
}

/// <summary>As <see cref="RecordingsFactAttribute"/>, for each of several recordings.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RecordingsTheoryAttribute : TheoryAttribute
{
    public RecordingsTheoryAttribute() => Skip = Recordings.Missing;
}
