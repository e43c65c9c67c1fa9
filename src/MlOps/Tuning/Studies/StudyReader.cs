using System.Collections.Concurrent;

namespace MlOps;

/// <summary>
/// Reads studies that other processes may be writing. What was read is kept, and only what has come since is read the next time: a search is looked at many times a second while somebody waits for it, and its journal only grows.
/// </summary>
internal sealed class StudyReader
{
    private static readonly ConcurrentDictionary<string, StudyReader> s_readers = new(StringComparer.Ordinal);

    private readonly Lock _lock = new();
    private readonly StudyFolder _folder;
    private StudyState? _state;
    private string _first = "";
    private long _length;

    private StudyReader(StudyFolder folder) => _folder = folder;

    /// <summary>Looks at a study as it is now.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="folder">The study.</param>
    /// <param name="look">Makes something of the study, and of when it last changed. The state is not its own: it has to be done with it when it returns.</param>
    /// <returns>What comes of it.</returns>
    /// <exception cref="MlOpsException">A line in the journal is damaged.</exception>
    /// <exception cref="IOException">There is no such study.</exception>
    public static T Look<T>(StudyFolder folder, Func<StudyState, DateTimeOffset, T> look) => s_readers.GetOrAdd(folder.Path, _ => new(folder)).Look(look);

    private T Look<T>(Func<StudyState, DateTimeOffset, T> look)
    {
        lock (_lock)
        {
            var changedAt = File.GetLastWriteTimeUtc(_folder.Journal);
            return look(Read(), changedAt);
        }
    }

    private StudyState Read()
    {
        try
        {
            return ReadOn();
        }
        catch (Exception) when (_state is not null)
        {
            // From the beginning, so that what is wrong is said of the journal and not of its end.
            _state = null;
            return ReadOn();
        }
    }

    private StudyState ReadOn()
    {
        var (first, events, length, isWhole) = StudyJournal.ReadFrom(_folder.Journal, _length, _state is null ? "" : _first);
        if (_state is null || isWhole)
        {
            // Nothing of it was known, or another study has the name now.
            _state = null;
            _state = StudyState.Of(events, _folder.Journal);
        }
        else
        {
            foreach (var one in events)
            {
                _state.Apply(one);
            }
        }

        (_first, _length) = (first, length);
        return _state;
    }
}
