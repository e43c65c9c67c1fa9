namespace MlOps.Tests.Tuning.Sampling;

/// <summary>Spaces to sample, and searches in them.</summary>
internal static class Spaces
{
    public static KeyValuePair<string, object?> Entry(string name, object? value) => new(name, value);

    public static MlRange Range(double low, double high, bool integer = false, MlRangeScale scale = MlRangeScale.Linear, double? step = null, params (string Name, object? Value)[] when) =>
        new() { Low = low, High = high, IsInteger = integer, Scale = scale, Step = step, When = when.ToDictionary(one => one.Name, one => one.Value) };

    public static MlRange Choice(object?[] values, params (string Name, object? Value)[] when) => new() { Choices = values, When = when.ToDictionary(one => one.Name, one => one.Value) };

    /// <summary>Every kind of domain, and conditions on several of them.</summary>
    public static SearchSpace Mixed() => SearchSpace.Create(
    [
        Entry("lr", Range(1e-6, 1e-1, scale: MlRangeScale.Log)),
        Entry("momentum", Range(0, 0.999, scale: MlRangeScale.ReverseLog)),
        Entry("depth", Range(2, 9, integer: true)),
        Entry("width", Range(1, 4096, integer: true, scale: MlRangeScale.Log)),
        Entry("batch", Range(16, 256, integer: true, step: 16)),
        Entry("dropout", Range(0, 0.6, step: 0.1)),
        Entry("nothing", 7),
        Entry("point", Range(0.25, 0.25)),
        Entry("optimizer", new object?[] { "sgd", "adam", null, 3, 2.5, true }),
        Entry("nesterov", Choice([true, false], ("optimizer", "sgd"))),
        Entry("dampening", Range(0, 1, when: ("nesterov", false))),
        Entry("extra", Range(-5, 5, when: ("depth", Range(4, 6)))),
    ]);

    public static SearchSpace Plane() => SearchSpace.Create([Entry("x", Range(0, 1)), Entry("y", Range(0, 1))]);

    public static SearchSpace Losses() => SearchSpace.Create(
    [
        Entry("loss", new object[] { "l2", "smooth_l1" }),
        Entry("alpha", Range(0.1, 2, when: ("loss", "smooth_l1"))),
        Entry("lr", Range(1e-5, 1e-1, scale: MlRangeScale.Log)),
    ]);

    /// <summary>Runs trials one after the other.</summary>
    public static StudyHistory Search(SearchSpace space, ISampler sampler, int trials, Func<IReadOnlyDictionary<string, object?>, double> function, MlGoal goal = MlGoal.Minimize)
    {
        var history = new StudyHistory(space, goal);
        GoOn(history, sampler, trials, function);
        return history;
    }

    /// <summary>Runs further trials.</summary>
    public static void GoOn(StudyHistory history, ISampler sampler, int trials, Func<IReadOnlyDictionary<string, object?>, double> function)
    {
        for (var i = 0; i < trials && sampler.Suggest(history, history.Trials.Count) is { } values; i++)
        {
            history.Begin(values).End(StudyTrialState.Complete, function(values));
        }
    }

    /// <summary>A number that depends on every value, and on nothing else.</summary>
    public static double Rough(IReadOnlyDictionary<string, object?> values) =>
        values.Sum(one => Math.Sin(7 * (one.Value is string text ? text.Length : one.Value is bool flag ? flag ? 1 : 0 : Convert.ToDouble(one.Value ?? 0, System.Globalization.CultureInfo.InvariantCulture))));

    /// <summary>Values as text, to compare.</summary>
    public static string Text(IReadOnlyDictionary<string, object?>? values) =>
        values is null ? "none" : string.Join(' ', values.Select(one => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{one.Key}={one.Value ?? "null"}:{one.Value?.GetType().Name}")));
}
