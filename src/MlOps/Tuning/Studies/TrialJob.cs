using System.Globalization;

namespace MlOps;

/// <summary>Makes the training job of one trial.</summary>
public static class TrialJob
{
    /// <summary>Makes it.</summary>
    /// <param name="job">What each trial runs, under the name of the search.</param>
    /// <param name="number">The number of the trial.</param>
    /// <param name="values">The values that were chosen for it, which follow the job's own hyperparameters.</param>
    /// <returns>The job.</returns>
    public static TrainingSpec Of(TrainingSpec job, int number, IReadOnlyDictionary<string, object?> values)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job with { Name = NameOf(job.Name, number), Hyperparameters = [.. job.Hyperparameters, .. values] };
    }

    /// <summary>The name of the job of a trial.</summary>
    /// <param name="search">The name of the search.</param>
    /// <param name="number">The number of the trial.</param>
    /// <returns><c>resnet-7</c>.</returns>
    public static string NameOf(string search, int number) => string.Create(CultureInfo.InvariantCulture, $"{search}-{number}");
}
