namespace MlOps.Shell.Interactive;

/// <summary>Walks through earlier lines and back to the one that was being written.</summary>
internal sealed class HistoryCursor(IReadOnlyList<string> entries)
{
    private int _at = entries.Count;
    private string _draft = "";

    public string Older(string current)
    {
        if (_at == entries.Count)
        {
            _draft = current;
        }

        _at = Math.Max(0, _at - 1);
        return At(current);
    }

    public string Newer(string current)
    {
        if (_at == entries.Count)
        {
            return current;
        }

        _at++;
        return At(current);
    }

    private string At(string current) => _at < entries.Count ? entries[_at] : _at == 0 ? current : _draft;
}
