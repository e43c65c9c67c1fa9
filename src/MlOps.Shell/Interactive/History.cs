namespace MlOps.Shell.Interactive;

/// <summary>The lines of this and of earlier sessions.</summary>
internal sealed class History
{
    private const int MostEntries = 1000;

    private readonly List<string> _entries;
    private readonly HistoryFile? _file;

    /// <summary>Reads what earlier sessions have left.</summary>
    /// <param name="file">Where it is kept, or null for a history that ends with the session.</param>
    public History(HistoryFile? file)
    {
        _file = file;
        _entries = file?.Load(MostEntries) ?? [];
    }

    /// <summary>The lines, the oldest first.</summary>
    public IReadOnlyList<string> Entries => _entries;

    /// <summary>Remembers a line. The same one twice in a row counts once, and one that seems to hold a secret stays in memory only.</summary>
    public void Add(string line)
    {
        if (string.IsNullOrWhiteSpace(line) || (_entries.Count > 0 && _entries[^1] == line))
        {
            return;
        }

        _entries.Add(line);
        if (_entries.Count > MostEntries)
        {
            _entries.RemoveAt(0);
        }

        if (!Secrets.AreLikelyIn(line))
        {
            _file?.Append(line);
        }
    }
}
