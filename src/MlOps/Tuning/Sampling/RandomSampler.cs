namespace MlOps;

/// <summary>Chooses every parameter that applies on its own, evenly on the scale of its range.</summary>
/// <param name="seed">What makes it repeatable.</param>
public sealed class RandomSampler(long seed) : ISampler
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?>? Suggest(StudyHistory history, int number)
    {
        ArgumentNullException.ThrowIfNull(history);
        var random = new SeededRandom(seed, number);
        return history.Space.Assign((parameter, _) => parameter.Domain.FromUnit(random.NextUnit()));
    }
}
