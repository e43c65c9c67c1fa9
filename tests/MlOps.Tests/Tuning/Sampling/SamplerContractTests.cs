namespace MlOps.Tests.Tuning.Sampling;

/// <summary>What every sampler keeps to.</summary>
public sealed class SamplerContractTests
{
    public static TheoryData<MlTuningStrategy> Strategies => [MlTuningStrategy.Bayesian, MlTuningStrategy.Random, MlTuningStrategy.QuasiRandom];

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Every_value_is_of_the_domain_and_of_its_type_and_there_when_it_applies(MlTuningStrategy strategy)
    {
        var space = Spaces.Mixed();
        for (var seed = 0; seed < 3; seed++)
        {
            var history = Spaces.Search(space, SamplerChoice.Create(strategy, space, seed), 60, Spaces.Rough);

            Assert.All(history.Trials, trial => AssertBelongs(space, trial.Values));
            Assert.True(history.Trials.Select(trial => trial.Values.Keys.Count()).Distinct().Count() > 2, "Conditions were met in some trials and not in others.");
        }
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void A_search_repeats_with_its_seed_and_not_with_another(MlTuningStrategy strategy)
    {
        var space = Spaces.Mixed();

        Assert.Equal(Run(5), Run(5));
        Assert.Empty(Run(5).Intersect(Run(6)));

        string[] Run(long seed) => [.. Spaces.Search(space, SamplerChoice.Create(strategy, space, seed), 30, Spaces.Rough).Trials.Select(trial => Spaces.Text(trial.Values))];
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Another_sampler_goes_on_where_one_was_ended(MlTuningStrategy strategy)
    {
        var space = Spaces.Mixed();
        var whole = Spaces.Search(space, SamplerChoice.Create(strategy, space, 11), 34, Spaces.Rough);
        foreach (var length in new[] { 0, 1, 7, 8, 9, 20, 33 })
        {
            var history = new StudyHistory(space, MlGoal.Minimize);
            foreach (var trial in whole.Trials.Take(length))
            {
                history.Begin(trial.Values).End(trial.State, trial.Value);
            }

            Assert.Equal(Spaces.Text(whole.Trials[length].Values), Spaces.Text(SamplerChoice.Create(strategy, space, 11).Suggest(history, length)));
        }
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Suggesting_changes_nothing(MlTuningStrategy strategy)
    {
        var space = Spaces.Mixed();
        var sampler = SamplerChoice.Create(strategy, space, 2);
        var history = Spaces.Search(space, sampler, 20, Spaces.Rough);

        Assert.Equal(Spaces.Text(sampler.Suggest(history, 20)), Spaces.Text(sampler.Suggest(history, 20)));
        Assert.Equal(20, history.Trials.Count);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Values_come_in_the_order_of_the_space(MlTuningStrategy strategy)
    {
        var space = SearchSpace.Create([Spaces.Entry("alpha", Spaces.Range(0.1, 2, when: ("loss", "b"))), Spaces.Entry("loss", new object[] { "b" }), Spaces.Entry("lr", Spaces.Range(0, 1))]);

        Assert.Equal(["alpha", "loss", "lr"], SamplerChoice.Create(strategy, space, 0).Suggest(new(space, MlGoal.Minimize), 0)!.Keys);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void A_space_of_one_combination_has_that(MlTuningStrategy strategy)
    {
        var space = SearchSpace.Create([Spaces.Entry("a", "only"), Spaces.Entry("b", Spaces.Range(3, 3, integer: true)), Spaces.Entry("c", Spaces.Range(0.5, 0.5))]);
        var history = Spaces.Search(space, SamplerChoice.Create(strategy, space, 0), 25, _ => 1);

        Assert.Equal(25, history.Trials.Count);
        Assert.All(history.Trials, trial => Assert.Equal("a=only:String b=3:Int64 c=0.5:Double", Spaces.Text(trial.Values)));
    }

    [Fact]
    public void A_strategy_has_its_sampler()
    {
        var space = SearchSpace.Create([Spaces.Entry("a", new object[] { 1, 2 })]);

        Assert.IsType<RandomSampler>(SamplerChoice.Create(MlTuningStrategy.Random, space, 0));
        Assert.IsType<GridSampler>(SamplerChoice.Create(MlTuningStrategy.Grid, space, 0));
        Assert.IsType<QuasiRandomSampler>(SamplerChoice.Create(MlTuningStrategy.QuasiRandom, space, 0));
        Assert.IsType<TpeSampler>(SamplerChoice.Create(MlTuningStrategy.Bayesian, space, 0));
        Assert.IsType<TpeSampler>(SamplerChoice.Create(MlTuningStrategy.Hyperband, space, 0));
    }

    internal static void AssertBelongs(SearchSpace space, IReadOnlyDictionary<string, object?> values)
    {
        foreach (var parameter in space.Parameters)
        {
            Assert.Equal(parameter.IsActive(values), values.ContainsKey(parameter.Name));
            if (values.TryGetValue(parameter.Name, out var value))
            {
                Assert.True(parameter.Domain.Contains(value), $"{parameter.Name} = {value}");
                switch (parameter.Domain)
                {
                    case FloatDomain { Step: not null } numbers:
                        Assert.Contains(value, Enumerable.Range(0, (int)numbers.Count!).Select(index => numbers.At(index)));
                        break;
                    case FloatDomain:
                        Assert.IsType<double>(value);
                        break;
                    case IntegerDomain:
                        Assert.IsType<long>(value);
                        break;
                    case ChoiceDomain choice:
                        Assert.Same(choice.Values[choice.IndexOf(value)], value);
                        break;
                }
            }
        }

        Assert.All(values.Keys, name => Assert.True(space.TryGet(name, out _)));
    }
}
