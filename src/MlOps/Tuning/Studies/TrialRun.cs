namespace MlOps;

/// <summary>One trial of a study with everything that its journal says of it.</summary>
internal sealed class TrialRun(StudyTrial trial, DateTimeOffset chosenAt)
{
    /// <summary>The trial as samplers and pruners see it.</summary>
    public StudyTrial Trial => trial;

    public int Number => trial.Number;

    public DateTimeOffset ChosenAt => chosenAt;

    /// <summary>The provider that it was placed on; <see langword="null"/> while it waits.</summary>
    public string? Provider { get; set; }

    /// <summary>The name of its job, of the last try.</summary>
    public string JobName { get; set; } = "";

    /// <summary>When it was last placed.</summary>
    public DateTimeOffset? PlacedAt { get; set; }

    /// <summary>How often it was placed.</summary>
    public int Tries { get; set; }

    /// <summary>Whether something is known to have been started for it.</summary>
    public bool IsStarted => JobId.Length > 0;

    public string JobId { get; set; } = "";

    public string Region { get; set; } = "";

    /// <summary>How many values of the objective are in the journal, counted as the log has them.</summary>
    public int Points { get; set; }

    /// <summary>The last value as the log has it; it may be NaN.</summary>
    public double? Last { get; set; }

    /// <summary>The best number of its values.</summary>
    public double? Best { get; set; }

    /// <summary>Why it is to be ended early; <see langword="null"/> when it is not.</summary>
    public string? Condemned { get; set; }

    /// <summary>How it ended; <see langword="null"/> before.</summary>
    public TrialEnded? End { get; set; }

    /// <summary>What was last said of it.</summary>
    public string Message { get; set; } = "";
}
