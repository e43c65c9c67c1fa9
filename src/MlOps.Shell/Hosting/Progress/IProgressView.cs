using System.Management.Automation;

namespace MlOps.Shell.Hosting.Progress;

/// <summary>How progress is shown.</summary>
internal interface IProgressView
{
    /// <summary>Shows a step.</summary>
    void Show(long sourceId, ProgressRecord record);

    /// <summary>Makes room for other output.</summary>
    void Hide();

    /// <summary>Forgets what has been shown: the work is over.</summary>
    void End();
}
