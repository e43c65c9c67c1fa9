namespace MlOps.StandIn.Storage;

/// <summary>A fault that meets a request.</summary>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Point">Where in the body, from 0 to less than 1, when the fault does not say it.</param>
internal readonly record struct MetFault(StorageFault Fault, double Point)
{
    /// <summary>The byte of a body at which it happens.</summary>
    public long PlaceIn(long length) => Fault.At ?? (long)(Point * length);
}
