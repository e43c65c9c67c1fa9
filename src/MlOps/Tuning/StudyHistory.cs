namespace MlOps;

/// <summary>What a search knows: every trial so far. Samplers and pruners read it; whoever runs the trials writes it. Not for several threads at once.</summary>
/// <param name="space">The search space.</param>
/// <param name="goal">What is wanted of the objective.</param>
public sealed class StudyHistory(SearchSpace space, MlGoal goal)
{
    private readonly List<StudyTrial> _trials = [];

    /// <summary>The search space.</summary>
    public SearchSpace Space => space;

    /// <summary>What is wanted of the objective.</summary>
    public MlGoal Goal => goal;

    /// <summary>The trials in the order in which they were begun; the one with number n is at index n.</summary>
    public IReadOnlyList<StudyTrial> Trials => _trials;

    /// <summary>Begins the next trial.</summary>
    /// <param name="values">The values of the parameters that apply, by name.</param>
    /// <returns>The trial, which is running.</returns>
    public StudyTrial Begin(IReadOnlyDictionary<string, object?> values)
    {
        var trial = new StudyTrial(_trials.Count, values);
        _trials.Add(trial);
        return trial;
    }

    /// <summary>Turns a value round where the objective is to become large, so that smaller is always better.</summary>
    /// <param name="value">A value of the objective.</param>
    /// <returns>The loss.</returns>
    public double Loss(double value) => goal == MlGoal.Maximize ? -value : value;
}
