using System.Globalization;

namespace MlOps;

/// <summary>The training job of a trial, and how it is known again.</summary>
public static class TrialJob
{
    /// <summary>The tag that holds the study's id.</summary>
    public const string StudyTag = "mlops-study";

    /// <summary>The tag that holds the trial's number.</summary>
    public const string TrialTag = "mlops-trial";

    /// <summary>The name of a trial's job: that of the study, its id, so that a study of the same name never meets this one's jobs, the number, and which try it is.</summary>
    internal static string Name(string study, string id, int trial, int tries) =>
        string.Create(CultureInfo.InvariantCulture, $"{study}-{id}-{trial}{(tries > 1 ? $"-r{tries}" : "")}");

    /// <summary>Makes the job of a trial: the values follow the hyperparameters that are the same for every one.</summary>
    /// <param name="template">What every trial runs.</param>
    /// <param name="name">The job's name.</param>
    /// <param name="study">The study's id.</param>
    /// <param name="trial">The trial's number.</param>
    /// <param name="values">The values of the parameters that apply, in order.</param>
    /// <returns>The job.</returns>
    public static TrainingSpec Of(TrainingSpec template, string name, string study, int trial, IReadOnlyDictionary<string, object?> values)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(values);
        return template with
        {
            Name = name,
            Hyperparameters = [.. template.Hyperparameters, .. values],
            Tags = new OrderedDictionary<string, string>(template.Tags, StringComparer.Ordinal)
            {
                [StudyTag] = study,
                [TrialTag] = trial.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    /// <summary>Whether a job is that of a trial.</summary>
    internal static bool Is(MlJob job, string name, string study, int trial) =>
        job.Name == name && job.Tag.TryGetValue(StudyTag, out var id) && id == study
        && job.Tag.TryGetValue(TrialTag, out var number) && number == trial.ToString(CultureInfo.InvariantCulture);
}
