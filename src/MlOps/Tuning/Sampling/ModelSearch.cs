namespace MlOps;

/// <summary>Looks for the point of which a <see cref="GaussianProcess"/> of the trials so far expects most: among points that were proposed, and in small steps from the best of them.</summary>
internal sealed class ModelSearch
{
    private const int MostPoints = 100;
    private const int FitSteps = 30;
    private const int Leaders = 5;
    private const int Neighbours = 60;
    private const int Climbs = 3;
    private const int Steps = 60;
    private readonly PointSpace _space;
    private readonly ExpectedImprovement _improvement;
    private readonly double[][] _leaders;

    private ModelSearch(PointSpace space, ExpectedImprovement improvement, double[][] leaders) => (_space, _improvement, _leaders) = (space, improvement, leaders);

    /// <summary>Learns from trials.</summary>
    /// <param name="space">The space.</param>
    /// <param name="ranked">Points of trials that have ended, the best first.</param>
    /// <param name="losses">Their losses.</param>
    /// <param name="running">Points of trials that run: they count as if they had ended as it is believed that they will.</param>
    /// <returns>The search; <see langword="null"/> when nothing can be learnt.</returns>
    public static ModelSearch? Create(PointSpace space, double[][] ranked, double[] losses, double[][] running)
    {
        if (LossScale.Scale(losses) is not { } values)
        {
            return null;
        }

        if (ranked.Length > MostPoints)
        {
            // The better half of them are the best, the others are of all kinds.
            var kept = Enumerable.Range(0, MostPoints).Select(i => i < MostPoints / 2 ? i : (MostPoints / 2) + ((i - (MostPoints / 2)) * (ranked.Length - (MostPoints / 2)) / (MostPoints / 2))).ToArray();
            (ranked, values) = ([.. kept.Select(i => ranked[i])], [.. kept.Select(i => values[i])]);
        }

        var parameters = new KernelFit(space, ranked, values).Find(FitSteps);
        if (GaussianProcess.Create(space, ranked, values, parameters) is not { } process)
        {
            return null;
        }

        var best = ranked.Min(point => process.At(point).Mean);
        if (running.Length > 0)
        {
            process = GaussianProcess.Create(space, [.. ranked, .. running], [.. values, .. running.Select(point => process.At(point).Mean)], parameters) ?? process;
        }

        return new(space, new(process, best), ranked[..Math.Min(Leaders, ranked.Length)]);
    }

    /// <summary>Chooses a point.</summary>
    /// <param name="proposed">Points that others propose.</param>
    /// <param name="tried">Points that are not wanted.</param>
    /// <param name="random">Numbers for the points that it looks at.</param>
    /// <returns>The point; <see langword="null"/> when there is none that was not tried.</returns>
    public double[]? Choose(IEnumerable<double[]> proposed, TriedPoints tried, SeededRandom random)
    {
        var near = Enumerable.Range(0, Neighbours).Select(i => Neighbour(_leaders[i % _leaders.Length], Math.Pow(10, -3 * random.NextUnit()), random));
        var starts = proposed.Concat(near).Where(point => !tried.Contains(point)).Select(point => (Point: point, Score: _improvement.LogAt(point))).OrderByDescending(one => one.Score).Take(Climbs).ToList();
        return starts.Count == 0 ? null : starts.Select(start => Climb(start, tried, random)).MaxBy(one => one.Score).Point;
    }

    /// <summary>Goes up in steps that become longer when they succeed and shorter when they do not.</summary>
    private (double[] Point, double Score) Climb((double[] Point, double Score) at, TriedPoints tried, SeededRandom random)
    {
        var length = 0.1;
        for (var step = 0; step < Steps; step++)
        {
            var point = Neighbour(at.Point, length, random);
            var score = tried.Contains(point) ? double.NegativeInfinity : _improvement.LogAt(point);
            if (score > at.Score)
            {
                at = (point, score);
                length = Math.Min(2 * length, 0.5);
            }
            else
            {
                length = Math.Max(0.84 * length, 1e-5);
            }
        }

        return at;
    }

    /// <summary>A point near another: some of its parameters are changed, at least one.</summary>
    private double[] Neighbour(double[] point, double length, SeededRandom random)
    {
        var free = _space.Axes.Index().Count(axis => !axis.Item.IsFixed && !double.IsNaN(point[axis.Index]));
        var share = random.NextUnit() < 0.5 ? 1 : Math.Min(1, 2.0 / Math.Max(free, 1));
        return _space.Create(d =>
        {
            var axis = _space.Axes[d];
            if (double.IsNaN(point[d]))
            {
                return axis.FromUnit(random.NextUnit());
            }

            if (random.NextUnit() >= share)
            {
                return point[d];
            }

            if (axis.Choices > 0)
            {
                return random.NextUnit() < Math.Max(length, 0.1) ? random.NextIndex(axis.Choices) : point[d];
            }

            // At least to the next value, where there are some to be counted.
            var moved = Math.Clamp(point[d] + (Math.Max(length, 0.7 * axis.Width(point[d])) * random.NextNormal()), 0, 1);
            return axis.Snap(moved);
        });
    }
}
