namespace MlOps;

/// <summary>
/// Chooses by what earlier trials have shown: a tree-structured Parzen estimator (Bergstra et al., "Algorithms for Hyper-Parameter Optimization", 2011), joint over all parameters that apply. The first trials are
/// those of <see cref="QuasiRandomSampler"/>.
/// </summary>
/// <param name="seed">What makes it repeatable.</param>
public sealed class TpeSampler(long seed) : ISampler
{
    private const int StartupTrials = 10;
    private const int Candidates = 48;
    private const int FullWeights = 25;
    private const int RandomDraws = 200;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?>? Suggest(StudyHistory history, int number)
    {
        ArgumentNullException.ThrowIfNull(history);
        var split = new TrialSplit(history);
        var space = new PointSpace(history.Space);
        var random = new SeededRandom(seed, number);
        var tried = new TriedPoints(history.Trials.Select(trial => space.Point(trial.Values)));
        return space.Values(Choose(space, split, tried, random, number));
    }

    private double[] Choose(PointSpace space, TrialSplit split, TriedPoints tried, SeededRandom random, int number)
    {
        if (split.Ranked.Count < StartupTrials)
        {
            return Untried([space.Create(d => space.Axes[d].FromUnit(SobolSequence.At(seed, number, d)))], space, tried, random)[0];
        }

        var good = (int)Math.Min(Math.Ceiling(0.1 * split.Ranked.Count), 25);
        var below = Estimate(space, split.Ranked.Take(good));
        var above = Estimate(space, split.Ranked.Skip(good).Concat(split.Running));
        return Untried([.. Enumerable.Range(0, Candidates).Select(_ => below.Draw(random))], space, tried, random).MaxBy(point => below.LogDensity(point) - above.LogDensity(point))!;
    }

    /// <summary>Those of some points that were not tried; if there is none, random ones that were not; if there is none either, the points as they are.</summary>
    private static List<double[]> Untried(List<double[]> points, PointSpace space, TriedPoints tried, SeededRandom random)
    {
        var untried = points.Where(point => !tried.Contains(point)).ToList();
        if (untried.Count == 0)
        {
            untried = [.. Enumerable.Range(0, RandomDraws).Select(_ => space.Create(d => space.Axes[d].FromUnit(random.NextUnit()))).Where(point => !tried.Contains(point))];
        }

        return untried.Count > 0 ? untried : points;
    }

    /// <summary>A density of trials, in which the last ones count most: what is known of the space by then is best.</summary>
    private static ParzenEstimator Estimate(PointSpace space, IEnumerable<StudyTrial> trials)
    {
        var points = trials.OrderBy(trial => trial.Number).Select(trial => space.Point(trial.Values)).ToArray();
        var ramp = points.Length - FullWeights;
        return new(space, points, [.. points.Select((_, i) => i >= ramp ? 1 : ramp == 1 ? 1.0 / points.Length : (1.0 / points.Length) + ((1 - (1.0 / points.Length)) * i / (ramp - 1)))]);
    }
}
