using System.Buffers;

namespace MlOps;

/// <summary>
/// The memory of writers that hold a whole object (<see cref="IObjectWriter.Held"/>). The shared pool keeps arrays for each thread that has returned one; of arrays of megabytes, that would be more than
/// all that is held at once.
/// </summary>
public static class HeldMemory
{
    private const int Largest = 8 << 20;
    private const int Kept = 4;

    /// <summary>Where it is taken from and given back to.</summary>
    public static ArrayPool<byte> Pool { get; } = ArrayPool<byte>.Create(Largest, Kept);
}
