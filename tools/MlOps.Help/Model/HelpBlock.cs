namespace MlOps.Help.Model;

/// <summary>A paragraph, or an item of a list.</summary>
/// <param name="Runs">Its text.</param>
/// <param name="IsItem">Whether it is an item of a list.</param>
public sealed record HelpBlock(IReadOnlyList<HelpRun> Runs, bool IsItem = false)
{
    /// <summary>The text without its styles.</summary>
    public string PlainText => string.Concat(Runs.Select(run => run.Style == HelpStyle.Link && run.Text != run.Target ? $"{run.Text} ({run.Target})" : run.Text));
}
