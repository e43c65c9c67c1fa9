namespace MlOps.StandIn.Storage;

/// <summary>Memory of a <see cref="SlabPool"/>, which gets it back when nothing refers to this any more. Whoever uses the memory keeps this alive meanwhile.</summary>
internal sealed class Slab(SlabPool pool, Memory<byte> memory)
{
    ~Slab() => pool.Return(memory);

    public Memory<byte> Memory => memory;
}
