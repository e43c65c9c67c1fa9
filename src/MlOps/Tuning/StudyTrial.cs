namespace MlOps;

/// <summary>One trial as samplers and pruners see it.</summary>
/// <param name="number">Its number, from zero.</param>
/// <param name="values">The values of the parameters that apply, by name.</param>
public sealed class StudyTrial(int number, IReadOnlyDictionary<string, object?> values)
{
    private readonly SortedList<long, double> _reports = [];

    /// <summary>Its number, from zero.</summary>
    public int Number => number;

    /// <summary>The values of the parameters that apply, by name; a parameter that does not is not there.</summary>
    public IReadOnlyDictionary<string, object?> Values => values;

    /// <summary>Where it stands.</summary>
    public StudyTrialState State { get; private set; }

    /// <summary>The value of the objective in the end; <see langword="null"/> while it runs, and when it failed.</summary>
    public double? Value { get; private set; }

    /// <summary>The values of the objective along the way, in the order of their steps. One may be NaN.</summary>
    public IReadOnlyDictionary<long, double> Reports => _reports;

    /// <summary>The last step that has a value; <see langword="null"/> before the first.</summary>
    public long? LastStep => _reports.Count == 0 ? null : _reports.GetKeyAtIndex(_reports.Count - 1);

    /// <summary>The value at a step.</summary>
    /// <param name="step">The step.</param>
    /// <returns>The value; <see langword="null"/> when the trial has none there.</returns>
    public double? At(long step) => _reports.TryGetValue(step, out var value) ? value : null;

    /// <summary>Takes a value of the objective down. A later one for the same step replaces it.</summary>
    /// <param name="step">The step, epoch or whatever the training counts.</param>
    /// <param name="value">The value.</param>
    public void Report(long step, double value) => _reports[step] = value;

    /// <summary>Ends the trial.</summary>
    /// <param name="state">How it ended.</param>
    /// <param name="value">The value of the objective, which is a number, of a complete trial; for a pruned one the last, if it has one.</param>
    public void End(StudyTrialState state, double? value) => (State, Value) = (state, value);
}
