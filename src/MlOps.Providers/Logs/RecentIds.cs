namespace MlOps.Providers.Logs;

/// <summary>Remembers the last ids of a long row, to leave out what comes twice.</summary>
internal sealed class RecentIds
{
    // More than some pages hold, which is how far apart doubles can be.
    private const int Most = 50_000;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Takes in an id.</summary>
    /// <param name="id">The id.</param>
    /// <returns><see langword="false"/> when it was there already.</returns>
    public bool Add(string id)
    {
        if (!_ids.Add(id))
        {
            return false;
        }

        _order.Enqueue(id);
        if (_order.Count > Most)
        {
            _ids.Remove(_order.Dequeue());
        }

        return true;
    }
}
