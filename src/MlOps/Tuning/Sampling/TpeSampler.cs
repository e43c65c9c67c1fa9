namespace MlOps;

/// <summary>
/// Chooses by what earlier trials have shown. A tree-structured Parzen estimator (Bergstra et al., "Algorithms for Hyper-Parameter Optimization", 2011), joint over all parameters that apply, proposes points that
/// look like the best trials and not like the others. A Gaussian process of the trials says of which of them, and of which points near them, most is to be expected; now and then the estimator has its own way. The
/// first trials are those of <see cref="QuasiRandomSampler"/>.
/// </summary>
/// <param name="seed">What makes it repeatable.</param>
public sealed class TpeSampler(long seed) : ISampler
{
    private const int StartupTrials = 8;
    private const double GoodShare = 0.1;
    private const int MostGood = 25;
    private const int FullWeights = 25;
    private const int Candidates = 48;

    // One suggestion of so many is the estimator's own: it is never sure of itself, and so looks where a model that errs would not.
    private const int OwnTurn = 4;
    private const int RandomDraws = 200;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?>? Suggest(StudyHistory history, int number)
    {
        ArgumentNullException.ThrowIfNull(history);
        var space = new PointSpace(history.Space);
        return space.Values(Choose(space, new TrialSplit(history, space), new SeededRandom(seed, number), number));
    }

    private double[] Choose(PointSpace space, TrialSplit trials, SeededRandom random, int number)
    {
        if (trials.Ranked.Count < StartupTrials)
        {
            return Untried([space.Create(d => space.Axes[d].FromUnit(SobolSequence.At(seed, number, d)))], space, trials.Tried, random)[0];
        }

        var good = (int)Math.Min(Math.Ceiling(GoodShare * trials.Ranked.Count), MostGood);
        var below = Estimate(space, trials.Ranked.Take(good), []);
        var drawn = Enumerable.Range(0, Candidates).Select(_ => below.Draw(random)).ToList();
        if (number % OwnTurn != OwnTurn - 1 && ModelSearch.Create(space, [.. trials.Ranked.Select(trial => trial.Point)], trials.Losses(), trials.Running) is { } model)
        {
            var spread = Enumerable.Range(0, Candidates).Select(_ => RandomPoint(space, random));
            if (model.Choose([.. drawn, .. spread], trials.Tried, random) is { } point)
            {
                return point;
            }
        }

        var above = Estimate(space, trials.Ranked.Skip(good), trials.Running);
        return Untried(drawn, space, trials.Tried, random).MaxBy(point => below.LogDensity(point) - above.LogDensity(point))!;
    }

    /// <summary>Those of some points that were not tried; if there is none, random ones that were not; if there is none either, the points as they are.</summary>
    private static List<double[]> Untried(List<double[]> points, PointSpace space, TriedPoints tried, SeededRandom random)
    {
        var untried = points.Where(point => !tried.Contains(point)).ToList();
        if (untried.Count == 0)
        {
            untried = [.. Enumerable.Range(0, RandomDraws).Select(_ => RandomPoint(space, random)).Where(point => !tried.Contains(point))];
        }

        return untried.Count > 0 ? untried : points;
    }

    private static double[] RandomPoint(PointSpace space, SeededRandom random) => space.Create(d => space.Axes[d].FromUnit(random.NextUnit()));

    /// <summary>A density of trials, in which the last ones count most: what is known of the space by then is best. Those that run are the last.</summary>
    private static ParzenEstimator Estimate(PointSpace space, IEnumerable<KnownTrial> trials, double[][] running)
    {
        double[][] points = [.. trials.OrderBy(trial => trial.Number).Select(trial => trial.Point), .. running];
        var (least, ramp) = (1.0 / points.Length, points.Length - FullWeights);
        return new(space, points, [.. points.Select((_, i) => i >= ramp ? 1 : ramp == 1 ? least : least + ((1 - least) * i / (ramp - 1)))]);
    }
}
