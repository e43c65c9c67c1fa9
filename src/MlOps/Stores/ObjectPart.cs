namespace MlOps;

/// <summary>A part of an object that is written.</summary>
/// <param name="Offset">Where it begins in the object.</param>
/// <param name="Length">Its size in bytes.</param>
public readonly record struct ObjectPart(long Offset, long Length)
{
    /// <summary>Cuts an object into parts of one size; the last one is smaller. An empty object has one part of no bytes.</summary>
    /// <param name="size">The object's size in bytes.</param>
    /// <param name="partSize">The parts' size in bytes.</param>
    /// <returns>The parts.</returns>
    public static IReadOnlyList<ObjectPart> Cut(long size, long partSize)
    {
        var parts = new ObjectPart[Math.Max(1, (size + partSize - 1) / partSize)];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = new(i * partSize, Math.Min(partSize, size - (i * partSize)));
        }

        return parts;
    }
}
