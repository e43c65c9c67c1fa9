using System.Management.Automation;

namespace MlOps.Shell.Hosting.Progress;

/// <summary>On a terminal: one line below the output that overwrites itself.</summary>
internal sealed class ProgressLine(TextWriter terminal) : IProgressView
{
    private const string EraseLine = "\r\e[K";
    private const int DefaultWidth = 80;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(60);

    private readonly OrderedDictionary<(long Source, int Activity), ProgressRecord> _running = [];
    private long _drawnAt;
    private bool _visible;

    public void Show(long sourceId, ProgressRecord record)
    {
        var key = (sourceId, record.ActivityId);
        if (record.RecordType == ProgressRecordType.Completed)
        {
            _running.Remove(key);
            if (_running.Count == 0)
            {
                End();
            }

            return;
        }

        var isNew = !_running.ContainsKey(key);
        _running[key] = record;
        if (!isNew && TimeProvider.System.GetElapsedTime(_drawnAt) < s_interval)
        {
            // No eye follows faster, and a terminal over a slow line suffers.
            return;
        }

        // A part of something is shown behind it, as long as there is room on the line.
        var whole = _running.GetValueOrDefault((sourceId, record.ParentActivityId), record);
        var parts = _running.Where(one => one.Key.Source == sourceId && one.Value.ParentActivityId == whole.ActivityId && one.Value != whole).Select(one => ProgressText.Part(one.Value));
        _drawnAt = TimeProvider.System.GetTimestamp();
        _visible = true;
        terminal.Write(EraseLine + Cells.Truncate(string.Join(" | ", parts.Prepend(ProgressText.Line(whole))), Width - 1));
    }

    public void Hide()
    {
        if (_visible)
        {
            terminal.Write(EraseLine);
            _visible = false;
        }
    }

    public void End()
    {
        Hide();
        _running.Clear();
        _drawnAt = 0;
    }

    private static int Width => Console.WindowWidth > 0 ? Console.WindowWidth : DefaultWidth;
}
