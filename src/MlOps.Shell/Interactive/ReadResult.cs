namespace MlOps.Shell.Interactive;

/// <summary>How reading a line ended.</summary>
internal enum ReadOutcome
{
    /// <summary>With Enter.</summary>
    Line,

    /// <summary>With Ctrl+C.</summary>
    Cancelled,

    /// <summary>With Ctrl+D on an empty line.</summary>
    EndOfInput,
}

/// <summary>What reading a line gave.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Text">The line.</param>
internal readonly record struct ReadResult(ReadOutcome Outcome, string Text);
