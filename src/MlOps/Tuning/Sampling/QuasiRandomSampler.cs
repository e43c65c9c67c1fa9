namespace MlOps;

/// <summary>
/// Spreads trials over the space more evenly than chance does: the scrambled Sobol sequence, with one dimension for each parameter of the space, so that one that applies only now and then does not shift the others.
/// </summary>
/// <param name="seed">What makes it repeatable.</param>
public sealed class QuasiRandomSampler(long seed) : ISampler
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?>? Suggest(StudyHistory history, int number)
    {
        ArgumentNullException.ThrowIfNull(history);
        var dimensions = history.Space.Parameters.Index().ToDictionary(one => one.Item.Name, one => one.Index, StringComparer.Ordinal);
        return history.Space.Assign((parameter, _) => parameter.Domain.FromUnit(SobolSequence.At(seed, number, dimensions[parameter.Name])));
    }
}
