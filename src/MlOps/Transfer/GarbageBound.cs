namespace MlOps;

/// <summary>
/// Collects what a transfer of many small objects leaves before there is much of it. The collector by itself waits until the processor's cache is full several times over, which in a process that also
/// is somebody's shell is memory for nothing; what has just died is collected in a millisecond.
/// </summary>
internal sealed class GarbageBound
{
    private const long Most = 12 << 20;

    private long _next = GC.GetTotalAllocatedBytes() + Most;

    /// <summary>Looks at how much has been allocated, and collects when it is enough.</summary>
    public void Look()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var next = Interlocked.Read(ref _next);
        if (allocated >= next && Interlocked.CompareExchange(ref _next, allocated + Most, next) == next)
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: false);
        }
    }
}
