namespace MlOps;

/// <summary>Chooses the parameters of the next trial. It keeps nothing between two calls: the same history, number and seed give the same values, so that a search can go on after a crash.</summary>
public interface ISampler
{
    /// <summary>Chooses.</summary>
    /// <param name="history">Every trial so far, running ones as well.</param>
    /// <param name="number">The number of the trial that the values are for.</param>
    /// <returns>A value for each parameter that applies, in the order of the space; <see langword="null"/> when there is nothing left to try.</returns>
    IReadOnlyDictionary<string, object?>? Suggest(StudyHistory history, int number);
}
