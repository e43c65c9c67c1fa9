using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Providers.Vertex.Requests;
using static MlOps.Tests.Vertex.VertexTunings;

namespace MlOps.Tests.Vertex;

/// <summary>Conditions as Vertex AI has them: parameters inside of others.</summary>
public class ParameterNestingTests
{
    [Fact]
    public void A_condition_has_the_kind_of_its_parent()
    {
        var parameters = Parameters(Space(
            ("i", Integer(1, 8)),
            ("s", Integer(16, 64, 16)),
            ("f", new MlRange { Low = 0, High = 1, Step = 0.1 }),
            ("c", Choice(1, 2, true)),
            ("a", Range(0, 1) with { When = When(("i", new object[] { 4, 2 })) }),
            ("b", Range(0, 1) with { When = When(("i", Range(6.5, 99))) }),
            ("d", Range(0, 1) with { When = When(("s", Range(20, 48))) }),
            ("e", Range(0, 1) with { When = When(("f", Range(0.25, 0.4))) }),
            ("g", Range(0, 1) with { When = When(("c", Range(0, 9))) })));
        Assert.Equal(["i", "s", "f", "c"], parameters.Select(Id));
        Assert.Equal("""{"values":["2","4"]}""", Inside(parameters[0]!)[0]!["parentIntValues"]!.ToJsonString());
        Assert.Equal("""{"values":["7","8"]}""", Inside(parameters[0]!)[1]!["parentIntValues"]!.ToJsonString());
        Assert.Equal("""{"values":[32,48]}""", Inside(parameters[1]!)[0]!["parentDiscreteValues"]!.ToJsonString());
        Assert.Equal("""{"values":[0.3,0.4]}""", Inside(parameters[2]!)[0]!["parentDiscreteValues"]!.ToJsonString());
        Assert.Equal("""{"values":["1","2"]}""", Inside(parameters[3]!)[0]!["parentCategoricalValues"]!.ToJsonString());
    }

    [Fact]
    public void A_chain_of_any_depth_is_nested()
    {
        const int depth = 12;
        var entries = Enumerable.Range(0, depth).Select(i => ($"p{i}", (object?)(Choice("x", "y") with { When = i == 0 ? When() : When(($"p{i - 1}", "y")) }))).Reverse().ToArray();
        var request = Request(Spec with { Space = Space(entries) });
        var at = Assert.Single(request["studySpec"]!["parameters"]!.AsArray())!;
        for (var i = 1; i < depth; i++)
        {
            at = Assert.Single(Inside(at))!["parameterSpec"]!;
            Assert.Equal($"p{i}", Id(at));
        }

        Assert.Null(at["conditionalParameterSpecs"]);
        Assert.Empty(Problems(request));
    }

    [Fact]
    public void Conditions_on_a_chain_split_the_branch_that_they_are_in()
    {
        var parameters = Parameters(Space(
            ("a", Choice(1, 2, 3)),
            ("b", Choice("x", "y") with { When = When(("a", new object[] { 1, 2 })) }),
            ("c", Range(0, 1) with { When = When(("b", "y"), ("a", new object[] { 2, 3 })) })));
        var inside = Inside(Assert.Single(parameters)!);
        Assert.Equal(["""{"values":["1"]}""", """{"values":["2"]}"""], inside.Select(one => one!["parentCategoricalValues"]!.ToJsonString()));
        Assert.All(inside, one => Assert.Equal("b", Id(one!["parameterSpec"])));
        Assert.Null(inside[0]!["parameterSpec"]!["conditionalParameterSpecs"]);
        Assert.Equal("c", Id(Assert.Single(Inside(inside[1]!["parameterSpec"]!))!["parameterSpec"]));
    }

    /// <summary>For every choice of values, those apply that the space says, whatever the nesting looks like.</summary>
    [Property(MaxTest = 300)]
    public Property What_applies_is_what_the_space_says() => Prop.ForAll(Spaces.ToArbitrary(), space =>
    {
        if (new ParameterNesting(space).Obstacles.Count > 0)
        {
            return true.ToProperty();
        }

        var request = Request(Spec with { Space = space });
        var parameters = request["studySpec"]!["parameters"]!.AsArray();
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var units = space.Names.ToDictionary(name => name, _ => random.NextDouble());
            var values = space.Assign((parameter, _) => parameter.Domain.FromUnit(units[parameter.Name]));
            var applied = new List<string>();
            Walk(parameters, applied, values);
            if (!applied.Order().SequenceEqual(values.Keys.Order()))
            {
                return false.Label($"{string.Join(", ", applied)} apply for {string.Join(", ", values.Select(one => $"{one.Key}={one.Value}"))}: {parameters.ToJsonString()}");
            }
        }

        return (Problems(request).Count == 0).Label("contract");
    });

    private static Gen<SearchSpace> Spaces { get; } =
        from count in Gen.Choose(2, 7)
        from kinds in Gen.Choose(0, 2).ListOf(7)
        from parents in Gen.Choose(0, 99).ListOf(21)
        from picks in Gen.Choose(0, 99).ListOf(21)
        select Make(count, [.. kinds], [.. parents], [.. picks]);

    /// <summary>Parameters with up to three conditions each, on some of those before.</summary>
    private static SearchSpace Make(int count, int[] kinds, int[] parents, int[] picks)
    {
        var entries = new List<(string, object?)>();
        for (var i = 0; i < count; i++)
        {
            var conditions = new Dictionary<string, object?>();
            for (var j = 0; j < 3 && i > 0 && parents[(3 * i) + j] % 3 > 0; j++)
            {
                var parent = parents[(3 * i) + j] % i;
                object[] all = kinds[parent] == 0 ? [1, 2, 3] : kinds[parent] == 1 ? [1L, 2L, 3L] : [0.0, 0.5, 1.0];
                conditions[$"p{parent}"] = picks[(3 * i) + j] % 4 == 0 ? all : all.Where((_, index) => ((picks[(3 * i) + j] >> index) & 1) == 1).DefaultIfEmpty(all[0]).ToArray();
            }

            var domain = kinds[i] == 0 ? Choice(1, 2, 3) : kinds[i] == 1 ? Integer(1, 3) : new MlRange { Low = 0, High = 1, Step = 0.5 };
            entries.Add(($"p{i}", domain with { When = conditions }));
        }

        try
        {
            return Space([.. entries]);
        }
        catch (MlOpsException)
        {
            // Two conditions that cannot hold together.
            return Space(("p0", Integer(1, 3)));
        }
    }

    private static void Walk(JsonArray parameters, List<string> applied, IReadOnlyDictionary<string, object?> values)
    {
        foreach (var parameter in parameters)
        {
            applied.Add(Id(parameter));
            var inside = Inside(parameter!).Where(one => Values(one!).Contains(HyperparameterText.Of("", values.GetValueOrDefault(Id(parameter), "none")!)));
            Walk([.. inside.Select(one => one!["parameterSpec"]!.DeepClone())], applied, values);
        }
    }

    private static IEnumerable<string> Values(JsonNode conditional) =>
        (conditional["parentCategoricalValues"] ?? conditional["parentIntValues"] ?? conditional["parentDiscreteValues"])!["values"]!.AsArray().Select(value => value!.ToString());

    private static JsonArray Inside(JsonNode parameter) => parameter["conditionalParameterSpecs"] as JsonArray ?? [];

    private static string Id(JsonNode? parameter) => (string)parameter!["parameterId"]!;
}
