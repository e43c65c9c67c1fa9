namespace MlOps.Benchmarks.Tuning;

/// <summary>The functions, the same as in <c>tuning.py</c>.</summary>
internal static class TestFunctions
{
    private static readonly double[][] s_a3 = [[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]];
    private static readonly double[][] s_p3 = [[0.3689, 0.1170, 0.2673], [0.4699, 0.4387, 0.7470], [0.1091, 0.8732, 0.5547], [0.0381, 0.5743, 0.8828]];
    private static readonly double[][] s_a6 = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];
    private static readonly double[][] s_p6 =
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
        [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
        [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ];

    private static readonly double[] s_alpha = [1.0, 1.2, 3.0, 3.2];
    private static readonly int[] s_table = [3, 0, 4, 1, 2];
    private static readonly object[] s_five = [0, 1, 2, 3, 4];

    /// <summary>What is reported.</summary>
    public static IReadOnlyList<TestFunction> Reported { get; } =
    [
        new("branin", 0.39788735772973816, SearchSpace.Create([Entry("x0", Range(-5, 10)), Entry("x1", Range(0, 15))]), Branin),
        new("bowl", 0, SearchSpace.Create([Entry("lr", Log(1e-5, 1e-1)), Entry("depth", Integer(1, 12))]), v => Square(Log10(v, "lr") + 2.6) + (0.05 * Square(Number(v, "depth") - 6))),
        new("losses", 0, SearchSpace.Create([Entry("loss", new object[] { "l2", "smooth_l1" }), Entry("alpha", Range(0.1, 2, ("loss", "smooth_l1"))), Entry("lr", Log(1e-5, 1e-1))]), Losses),
    ];

    /// <summary>What samplers are judged by while they are worked on: many kinds of functions, none of those that are reported.</summary>
    public static IReadOnlyList<TestFunction> Wide { get; } =
    [
        new("hartmann3", -3.8627797869493365, Cube(3, 0, 1), v => Hartmann(Xs(v), s_a3, s_p3)),
        new("hartmann6", -3.3223680114155147, Cube(6, 0, 1), v => Hartmann(Xs(v), s_a6, s_p6)),
        new("rosenbrock2", 0, Cube(2, -2, 2), v => Rosenbrock(Xs(v))),
        new("rosenbrock5", 0, Cube(5, -2, 2), v => Rosenbrock(Xs(v))),
        new("ackley5", 0, Cube(5, -10, 10), v => Ackley(Xs(v))),
        new("ackley10", 0, Cube(10, -10, 10), v => Ackley(Xs(v))),
        new("rastrigin3", 0, Cube(3, -5.12, 5.12), v => Xs(v).Sum(x => Square(x - 0.7) - (10 * Math.Cos(2 * Math.PI * (x - 0.7))) + 10)),
        new("levy4", 0, Cube(4, -10, 10), v => Levy(Xs(v))),
        new("goldstein", 3, Cube(2, -2, 2), v => Goldstein(Xs(v)[0], Xs(v)[1])),
        new("styblinski4", -39.16616570377142 * 4, Cube(4, -5, 5), v => 0.5 * Xs(v).Sum(x => (x * x * x * x) - (16 * x * x) + (5 * x))),
        new("michalewicz5", -4.687658179088149, Cube(5, 0, 3.141592653589793), v => -Xs(v).Index().Sum(one => Math.Sin(one.Item) * Math.Pow(Math.Sin((one.Index + 1) * one.Item * one.Item / Math.PI), 20))),
        new("noisy-hartmann3", -3.8627797869493365, Cube(3, 0, 1), v => Hartmann(Xs(v), s_a3, s_p3), 0.2),
        new("noisy-network", 0, NetworkSpace(), Network, 0.1),
        new("network", 0, NetworkSpace(), Network),
        new("categories", 0, SearchSpace.Create([.. Enumerable.Range(0, 5).Select(i => Entry($"c{i}", s_five))]), Categories),
        new("deep", 0, DeepSpace(), Deep),
        new("steps", 0, Cube(4, 0, 1), v => Xs(v).Sum(x => Math.Floor(Math.Abs(x - 0.37) * 12) / 12)),
        new("corner", 0, Cube(5, 0, 1), v => Xs(v).Index().Sum(one => (one.Index + 1) * one.Item)),
        new("bound", 0.05, Cube(4, 0, 1), v => Square(Xs(v)[0] - 1) + Square(Xs(v)[1] + 0.2) + Square(Xs(v)[2] - 0.4) + Square(Xs(v)[3] - 1.1)),
        new("svm", 0, SvmSpace(), Svm),
        new("diverging", 0, SearchSpace.Create([Entry("lr", Log(1e-5, 1)), Entry("decay", Log(1e-6, 1e-1)), Entry("momentum", Range(0, 0.99))]), Diverging),
        new("relevant20", 0, Cube(20, 0, 1), v => Square(Xs(v)[3] - 0.2) + Square(Xs(v)[11] - 0.75) + Square(Xs(v)[17] - 0.5 - (0.5 * (Xs(v)[3] - 0.2)))),
        new("decades", 0, SearchSpace.Create([Entry("a", Log(1e-10, 1e3)), Entry("b", Log(1e-4, 1e6)), Entry("c", Log(1e-8, 1e4))]), v => (0.05 * Square(Log10(v, "a") + 5)) + (0.1 * Square(Log10(v, "b") - 2)) + (0.05 * Square(Log10(v, "c") + Log10(v, "b") - 1 + 2))),
        new("integers", 0, SearchSpace.Create([Entry("a", Integer(0, 64)), Entry("b", Integer(1, 8)), Entry("c", Integer(1, 100)), Entry("d", Integer(1, 50))]), Integers),
        new("sphere10", 0, Cube(10, 0, 1), v => Xs(v).Sum(x => Square(x - 0.6))),
    ];

    private static double Branin(IReadOnlyDictionary<string, object?> v)
    {
        var (x, y) = (Number(v, "x0"), Number(v, "x1"));
        return Square(y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10;
    }

    private static double Losses(IReadOnlyDictionary<string, object?> v) =>
        (0.5 * Square(Log10(v, "lr") + 3.2)) + ((string)v["loss"]! == "l2" ? 0.3 : Square(Number(v, "alpha") - 0.7));

    private static double Hartmann(double[] x, double[][] a, double[][] p) =>
        -s_alpha.Index().Sum(one => one.Item * Math.Exp(-x.Index().Sum(at => a[one.Index][at.Index] * Square(at.Item - p[one.Index][at.Index]))));

    private static double Rosenbrock(double[] x) => x.Zip(x.Skip(1), (one, next) => (100 * Square(next - (one * one))) + Square(1 - one)).Sum();

    private static double Ackley(double[] x) =>
        (-20 * Math.Exp(-0.2 * Math.Sqrt(x.Sum(one => Square(one - 0.3)) / x.Length))) - Math.Exp(x.Sum(one => Math.Cos(2 * Math.PI * (one - 0.3))) / x.Length) + 20 + Math.E;

    private static double Levy(double[] x)
    {
        var w = x.Select(one => 1 + ((one - 1) / 4)).ToArray();
        return Square(Math.Sin(Math.PI * w[0])) + w[..^1].Sum(one => Square(one - 1) * (1 + (10 * Square(Math.Sin((Math.PI * one) + 1))))) + (Square(w[^1] - 1) * (1 + Square(Math.Sin(2 * Math.PI * w[^1]))));
    }

    private static double Goldstein(double x, double y) =>
        (1 + (Square(x + y + 1) * (19 - (14 * x) + (3 * x * x) - (14 * y) + (6 * x * y) + (3 * y * y)))) * (30 + (Square((2 * x) - (3 * y)) * (18 - (32 * x) + (12 * x * x) + (48 * y) - (36 * x * y) + (27 * y * y))));

    private static SearchSpace NetworkSpace() => SearchSpace.Create(
    [
        Entry("optimizer", new object[] { "sgd", "adam", "rms" }), Entry("lr", Log(1e-5, 1e-1)), Entry("activation", new object[] { "relu", "tanh", "gelu" }),
        Entry("width", Integer(16, 1024) with { Scale = MlRangeScale.Log }), Entry("layers", Integer(1, 8)), Entry("dropout", Range(0, 0.6) with { Step = 0.05 }),
    ]);

    private static double Network(IReadOnlyDictionary<string, object?> v)
    {
        var (offset, rate) = (string)v["optimizer"]! switch { "sgd" => (0.15, 1.5), "adam" => (0.0, 3.0), _ => (0.1, 3.5) };
        return offset + (0.2 * Square(Log10(v, "lr") + rate)) + ((string)v["activation"]! switch { "relu" => 0, "tanh" => 0.1, _ => 0.03 })
            + (0.3 * Square(Math.Log2(Number(v, "width")) - 7) / 9) + (0.02 * Square(Number(v, "layers") - 4)) + (2 * Square(Number(v, "dropout") - 0.2));
    }

    private static double Categories(IReadOnlyDictionary<string, object?> v)
    {
        var c = Enumerable.Range(0, 5).Select(i => (int)Number(v, $"c{i}")).ToArray();
        return c.Index().Sum(one => Math.Abs(s_table[one.Item] - ((one.Index + 1) % 5))) + (c[0] == c[1] ? 2 : 0) + (c[2] > c[3] ? 1 : 0);
    }

    private static SearchSpace DeepSpace() => SearchSpace.Create(
    [
        Entry("lr", Log(1e-5, 1e-1)), Entry("optimizer", new object[] { "sgd", "adam" }), Entry("momentum", Range(0, 0.99, ("optimizer", "sgd"))),
        Entry("nesterov", new MlRange { Choices = [true, false], When = new Dictionary<string, object?> { ["optimizer"] = "sgd" } }), Entry("dampening", Range(0, 1, ("nesterov", true))),
        Entry("beta", Range(0, 0.99, ("optimizer", "adam"))), Entry("eps", Log(1e-10, 1e-4) with { When = new Dictionary<string, object?> { ["optimizer"] = "adam" } }), Entry("layers", Integer(1, 4)),
        .. Enumerable.Range(1, 4).Select(i => Entry($"units{i}", Integer(8, 512) with { Scale = MlRangeScale.Log, When = new Dictionary<string, object?> { ["layers"] = Range(i, 4) } })),
    ]);

    private static double Deep(IReadOnlyDictionary<string, object?> v)
    {
        var cost = 0.1 * Square(Log10(v, "lr") + 2.5);
        if ((string)v["optimizer"]! == "sgd")
        {
            cost += 0.05 + Square(Number(v, "momentum") - 0.9) + ((bool)v["nesterov"]! ? (3 * Square(Number(v, "dampening") - 0.4)) - 0.05 : 0.02);
        }
        else
        {
            cost += 0.03 + (2 * Square(Number(v, "beta") - 0.8)) + (0.02 * Square(Log10(v, "eps") + 7));
        }

        var layers = Number(v, "layers");
        cost += 0.03 * Square(layers - 3);
        for (var i = 1; i <= layers; i++)
        {
            cost += 0.1 * Square(Math.Log2(Number(v, $"units{i}")) - (8 - i)) / 4;
        }

        return cost;
    }

    private static SearchSpace SvmSpace() => SearchSpace.Create(
    [
        Entry("kernel", new object[] { "linear", "rbf", "poly" }), Entry("c", Log(1e-3, 1e5)), Entry("gamma", Log(1e-6, 1e2) with { When = new Dictionary<string, object?> { ["kernel"] = new object[] { "rbf", "poly" } } }),
        Entry("degree", Integer(2, 5) with { When = new Dictionary<string, object?> { ["kernel"] = "poly" } }),
    ]);

    private static double Svm(IReadOnlyDictionary<string, object?> v)
    {
        var c = Log10(v, "c");
        return (string)v["kernel"]! switch
        {
            "linear" => 0.12 + (0.02 * Square(c + 1)),
            "rbf" => 0.5 * (1 - Math.Exp(-0.5 * ((Square(c + Log10(v, "gamma") - 0.5) / 0.6) + (Square(c - 2) / 8)))),
            _ => 0.05 + (0.01 * Square(c - 1)) + (0.02 * Square(Log10(v, "gamma") + 2)) + (0.03 * Square(Number(v, "degree") - 3)),
        };
    }

    private static double Diverging(IReadOnlyDictionary<string, object?> v)
    {
        var (lr, decay) = (Log10(v, "lr"), Log10(v, "decay"));
        return lr - (0.3 * (decay + 4)) > -1.2 ? 10 : (0.08 * Square(lr + 1.8)) + (0.03 * Square(decay + 3.5)) + (0.5 * Square(Number(v, "momentum") - 0.85));
    }

    private static double Integers(IReadOnlyDictionary<string, object?> v)
    {
        var (a, b, c, d) = (Number(v, "a"), Number(v, "b"), Number(v, "c"), Number(v, "d"));
        return (Square(a - 17) / 100) + Math.Abs(b - 3) + (Square((c * d) - 600) / 10000) + (Square(d - 20) / 50);
    }

    private static KeyValuePair<string, object?> Entry(string name, object? value) => new(name, value);

    private static MlRange Range(double low, double high, params (string Name, object? Value)[] when) => new() { Low = low, High = high, When = when.ToDictionary(one => one.Name, one => one.Value) };

    private static MlRange Log(double low, double high) => new() { Low = low, High = high, Scale = MlRangeScale.Log };

    private static MlRange Integer(double low, double high) => new() { Low = low, High = high, IsInteger = true };

    private static SearchSpace Cube(int dimensions, double low, double high) => SearchSpace.Create([.. Enumerable.Range(0, dimensions).Select(i => Entry($"x{i}", Range(low, high)))]);

    private static double[] Xs(IReadOnlyDictionary<string, object?> v) => [.. Enumerable.Range(0, v.Count).Select(i => Number(v, $"x{i}"))];

    private static double Number(IReadOnlyDictionary<string, object?> v, string name) => Convert.ToDouble(v[name], System.Globalization.CultureInfo.InvariantCulture);

    private static double Log10(IReadOnlyDictionary<string, object?> v, string name) => Math.Log10(Number(v, name));

    private static double Square(double x) => x * x;
}
