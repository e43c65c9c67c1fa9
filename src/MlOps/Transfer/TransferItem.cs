namespace MlOps;

/// <summary>One object that is to be brought from one store to another.</summary>
/// <param name="Source">The store that it is in.</param>
/// <param name="Origin">The object as it was listed.</param>
/// <param name="Destination">The store that it goes to.</param>
/// <param name="Target">Its place there.</param>
/// <param name="Existing">What is at that place now; <see langword="null"/> for nothing.</param>
/// <param name="Name">What it is called in messages and in progress: its path below what is transferred.</param>
public sealed record TransferItem(IObjectStore Source, StoredObject Origin, IObjectStore Destination, ObjectLocation Target, StoredObject? Existing, string Name)
{
    /// <summary>Whether only the version that was listed will do. Else, an object that changes meanwhile is transferred as it is then.</summary>
    public bool IsPinned { get; init; }
}
