using System.Management.Automation;

namespace MlOps.Shell.Hosting.Progress;

/// <summary>On a terminal: one line below the output that overwrites itself.</summary>
internal sealed class ProgressLine(TextWriter terminal) : IProgressView
{
    private const string EraseLine = "\r\e[K";
    private const int DefaultWidth = 80;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(60);

    private readonly List<(long Source, int Activity)> _running = [];
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

        if (!_running.Contains(key))
        {
            _running.Add(key);
        }
        else if (TimeProvider.System.GetElapsedTime(_drawnAt) < s_interval)
        {
            // No eye follows faster, and a terminal over a slow line suffers.
            return;
        }

        _drawnAt = TimeProvider.System.GetTimestamp();
        _visible = true;
        terminal.Write(EraseLine + Cells.Truncate(ProgressText.Line(record), Width - 1));
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
