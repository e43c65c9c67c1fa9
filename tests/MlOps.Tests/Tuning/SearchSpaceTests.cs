namespace MlOps.Tests.Tuning;

/// <summary>What a search space may be, and what is said of one that may not.</summary>
public sealed class SearchSpaceTests
{
    private static KeyValuePair<string, object?> Entry(string name, object? value) => new(name, value);

    private static MlRange Range(double low, double high, bool integer = false, MlRangeScale scale = MlRangeScale.Linear, double? step = null, params (string Name, object? Value)[] when) =>
        new() { Low = low, High = high, IsInteger = integer, Scale = scale, Step = step, When = when.ToDictionary(one => one.Name, one => one.Value) };

    private static string Fault(params KeyValuePair<string, object?>[] entries)
    {
        var error = Assert.Throws<MlOpsException>(() => SearchSpace.Create(entries));
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        return error.Message;
    }

    [Fact]
    public void A_child_comes_after_its_parent_and_arguments_keep_the_order_that_was_given()
    {
        var space = SearchSpace.Create([Entry("alpha", Range(0.1, 2, when: ("loss", "smooth_l1"))), Entry("loss", new object[] { "l2", "smooth_l1" }), Entry("lr", Range(1e-5, 1e-1, scale: MlRangeScale.Log))]);

        Assert.Equal(["alpha", "loss", "lr"], space.Names);
        Assert.Equal(["loss", "alpha", "lr"], space.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["alpha", "loss", "lr"], space.Assign((parameter, _) => parameter.Domain.FromUnit(1)).Keys);
        Assert.Equal(["loss", "lr"], space.Assign((parameter, _) => parameter.Domain.FromUnit(0)).Keys);
    }

    [Fact]
    public void A_grandchild_applies_only_where_its_parent_does()
    {
        var space = SearchSpace.Create(
        [
            Entry("optimizer", new object[] { "sgd", "adam" }),
            Entry("nesterov", new MlRange { Choices = [true, false], When = new Dictionary<string, object?> { ["optimizer"] = "sgd" } }),
            Entry("momentum", Range(0, 0.99, when: [("nesterov", true)])),
        ]);

        Assert.Equal(["optimizer", "nesterov", "momentum"], space.Assign((parameter, _) => parameter.Domain.FromUnit(0)).Keys);
        Assert.Equal(["optimizer"], space.Assign((parameter, _) => parameter.Domain.FromUnit(1)).Keys);
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(8, true)]
    public void A_condition_can_be_a_range_of_a_number(int depth, bool applies)
    {
        var space = SearchSpace.Create([Entry("depth", Range(2, 8, integer: true)), Entry("dropout", Range(0, 0.5, when: ("depth", Range(4, 8))))]);

        Assert.Equal(applies, space.Assign((parameter, _) => parameter.Name == "depth" ? (long)depth : 0.1).ContainsKey("dropout"));
    }

    [Fact]
    public void Several_values_are_one_condition_and_several_parents_are_several()
    {
        var space = SearchSpace.Create([Entry("a", new object[] { 1, 2, 3 }), Entry("b", new object[] { "x", "y" }), Entry("c", Range(0, 1, when: [("a", new object[] { 1L, 3.0 }), ("b", "y")]))]);

        Assert.True(Applies(1, "y"));
        Assert.True(Applies(3, "y"));
        Assert.False(Applies(2, "y"));
        Assert.False(Applies(3, "x"));

        bool Applies(int a, string b) => space.Assign((parameter, _) => parameter.Name switch { "a" => a, "b" => b, _ => 0.5 }).ContainsKey("c");
    }

    [Fact]
    public void Every_fault_is_named_with_its_parameter()
    {
        var message = Fault(
            Entry("lr", Range(0, 1, scale: MlRangeScale.Log)),
            Entry("depth", Range(8, 2, integer: true)),
            Entry("alpha", Range(0, 1, when: ("los", "l2"))),
            Entry("loss", new object[] { "l1", "l2" }));

        Assert.Contains("'lr' goes from 0 to 1, and a logarithm needs numbers above zero", message, StringComparison.Ordinal);
        Assert.Contains("'depth' goes from 8 to 2, which is empty", message, StringComparison.Ordinal);
        Assert.Contains("'alpha' depends on 'los', which is not in the space (did you mean 'loss'?)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_its_parent_never_has_is_a_fault()
    {
        Assert.Contains("'alpha' applies when 'loss' is 'huber', which it never is", Fault(Entry("loss", new object[] { "l1", "l2" }), Entry("alpha", Range(0, 1, when: ("loss", "huber")))), StringComparison.Ordinal);
        Assert.Contains("'b' applies when 'a' is from 5 to 7, which it never is", Fault(Entry("a", Range(0, 20, step: 4)), Entry("b", Range(0, 1, when: ("a", Range(5, 7))))), StringComparison.Ordinal);
        Assert.Contains("'b' applies when 'a' is 2.5, which it never is", Fault(Entry("a", Range(1, 4, integer: true)), Entry("b", Range(0, 1, when: ("a", 2.5)))), StringComparison.Ordinal);
    }

    [Fact]
    public void Conditions_that_exclude_each_other_are_a_fault_at_any_depth()
    {
        var message = Fault(
            Entry("kind", new object[] { "tree", "net" }),
            Entry("depth", Range(1, 9, integer: true, when: ("kind", "tree"))),
            Entry("width", Range(1, 9, integer: true, when: ("kind", "net"))),
            Entry("mix", Range(0, 1, when: [("depth", Range(1, 9)), ("width", Range(1, 9))])));

        Assert.Contains("'mix' can never apply: it would need 'kind' to have two values at once", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_is_named()
    {
        var message = Fault(
            Entry("a", Range(0, 1, when: ("b", Range(0, 1)))), Entry("b", Range(0, 1, when: ("c", Range(0, 1)))), Entry("c", Range(0, 1, when: ("a", Range(0, 1)))), Entry("d", Range(0, 1, when: ("a", Range(0, 1)))));

        Assert.Contains("depend on each other in a circle", message, StringComparison.Ordinal);
        Assert.DoesNotContain("'d'", message, StringComparison.Ordinal);
        Assert.Contains("'a' depend", Fault(Entry("a", Range(0, 1, when: ("a", Range(0, 1))))), StringComparison.Ordinal);
    }

    [Fact]
    public void Odd_ranges_and_choices_are_faults()
    {
        Assert.Contains("has no parameter", Fault(), StringComparison.Ordinal);
        Assert.Contains("has nothing to choose from", Fault(Entry("a", Array.Empty<object>())), StringComparison.Ordinal);
        Assert.Contains("has the choice 1 twice", Fault(Entry("a", new object[] { 1, 2, 1.0 })), StringComparison.Ordinal);
        Assert.Contains("has a list among its choices", Fault(Entry("a", new object[] { new object[] { 1, 2 } })), StringComparison.Ordinal);
        Assert.Contains("its bounds have to be numbers", Fault(Entry("a", Range(0, double.PositiveInfinity))), StringComparison.Ordinal);
        Assert.Contains("in whole numbers, and its bounds are none", Fault(Entry("a", Range(0.5, 3, integer: true))), StringComparison.Ordinal);
        Assert.Contains("from zero on and below one", Fault(Entry("a", Range(0, 1, scale: MlRangeScale.ReverseLog))), StringComparison.Ordinal);
        Assert.Contains("which has to be above zero", Fault(Entry("a", Range(0, 1, step: 0))), StringComparison.Ordinal);
        Assert.Contains("'--a' is there twice", Fault(Entry("a", Range(0, 1)), Entry("--a", Range(0, 1))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, 0.1, 11)]
    [InlineData(0, 1, 0.3, 4)]
    [InlineData(0.1, 0.3, 0.1, 3)]
    [InlineData(5, 5, 1, 1)]
    public void Steps_are_counted_and_written_without_rounding_errors(double low, double high, double step, int count)
    {
        var domain = SearchSpace.Create([Entry("a", Range(low, high, step: step))]).Parameters[0].Domain;

        Assert.Equal(count, domain.Count);
        for (var i = 0; i < count; i++)
        {
            var value = domain.At(i);
            Assert.Equal((double)((decimal)low + (i * (decimal)step)), value);
            Assert.True(domain.Contains(value));
            Assert.Equal(value, domain.FromUnit(domain.ToUnit(value)));
        }
    }

    [Theory]
    [InlineData(MlRangeScale.Linear, -3, 7)]
    [InlineData(MlRangeScale.Log, 1e-5, 1e-1)]
    [InlineData(MlRangeScale.ReverseLog, 0, 0.999)]
    public void Places_and_values_map_to_each_other(MlRangeScale scale, double low, double high)
    {
        var domain = new FloatDomain(low, high, scale);

        Assert.Equal(low, (double)domain.FromUnit(0)!, 12);
        Assert.Equal(high, (double)domain.FromUnit(1)!, 12);
        for (var unit = 0.0; unit <= 1; unit += 0.01)
        {
            Assert.True(domain.Contains(domain.FromUnit(unit)));
            Assert.Equal(unit, domain.ToUnit(domain.FromUnit(unit)), 9);
        }
    }

    [Fact]
    public void Whole_numbers_on_a_logarithmic_scale_cover_the_range_and_map_back()
    {
        var domain = new IntegerDomain(1, 1000, MlRangeScale.Log);

        Assert.Equal(1L, domain.FromUnit(0));
        Assert.Equal(1000L, domain.FromUnit(1));
        for (var value = 1L; value <= 1000; value++)
        {
            Assert.Equal(value, domain.FromUnit(domain.ToUnit(value)));
        }
    }
}
