namespace MlOps.Tests.Tuning.Sampling;

/// <summary>What is chosen by what earlier trials have shown.</summary>
public sealed class TpeSamplerTests
{
    private static double Bowl(IReadOnlyDictionary<string, object?> values) => Math.Pow((double)values["x"]! - 0.3, 2) + Math.Pow((double)values["y"]! - 0.8, 2);

    [Theory]
    [InlineData(MlGoal.Minimize)]
    [InlineData(MlGoal.Maximize)]
    public void It_comes_much_nearer_than_chance(MlGoal goal)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            Assert.True(100 * Best(new TpeSampler(seed)) < Best(new RandomSampler(seed)));
        }

        double Best(ISampler sampler) => Spaces.Search(Spaces.Plane(), sampler, 45, values => goal == MlGoal.Minimize ? Bowl(values) : -Bowl(values), goal).Trials.Min(trial => Bowl(trial.Values));
    }

    [Fact]
    public void It_finds_the_branch_and_what_is_best_in_it()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var history = Spaces.Search(Spaces.Losses(), new TpeSampler(seed), 40, Function);
            var best = history.Trials.MinBy(trial => trial.Value)!;

            Assert.Equal("smooth_l1", best.Values["loss"]);
            Assert.True(best.Value < 0.02, $"{best.Value}");
            Assert.True(history.Trials.Skip(10).Count(trial => (string)trial.Values["loss"]! == "smooth_l1") > 15);
        }

        static double Function(IReadOnlyDictionary<string, object?> values) =>
            Math.Pow(Math.Log10((double)values["lr"]!) + 3, 2) + (values.TryGetValue("alpha", out var alpha) ? Math.Pow((double)alpha! - 1.2, 2) : 0.4);
    }

    [Fact]
    public void What_runs_is_not_asked_for_again()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var sampler = new TpeSampler(seed);
            var history = Spaces.Search(Spaces.Plane(), sampler, 30, Bowl);
            var waiting = Enumerable.Range(0, 8).Select(_ => history.Begin(sampler.Suggest(history, history.Trials.Count)!).Values).ToList();

            Assert.All(waiting.Index().SelectMany(one => waiting.Skip(one.Index + 1).Select(other => (one.Item, other))), pair => Assert.True(Distance(pair.Item, pair.other) > 1e-6));
        }

        static double Distance(IReadOnlyDictionary<string, object?> one, IReadOnlyDictionary<string, object?> other) => Math.Max(Math.Abs((double)one["x"]! - (double)other["x"]!), Math.Abs((double)one["y"]! - (double)other["y"]!));
    }

    [Fact]
    public void A_running_trial_drives_the_next_one_away()
    {
        var sampler = new TpeSampler(4);
        var history = Spaces.Search(Spaces.Plane(), sampler, 30, Bowl);
        var first = sampler.Suggest(history, 30)!;

        history.Begin(first);

        Assert.NotEqual(Spaces.Text(first), Spaces.Text(sampler.Suggest(history, 30)));
    }

    [Fact]
    public void Few_values_are_each_tried_before_one_is_tried_again()
    {
        var space = SearchSpace.Create([Spaces.Entry("a", new object[] { "p", "q", "r", "s" }), Spaces.Entry("b", Spaces.Range(1, 8, integer: true))]);
        var history = Spaces.Search(space, new TpeSampler(3), 32, Spaces.Rough);

        Assert.True(history.Trials.Select(trial => Spaces.Text(trial.Values)).Distinct().Count() >= 30);
    }

    [Fact]
    public void Pruned_trials_count_and_failed_ones_do_not()
    {
        var space = Spaces.Plane();
        var pruned = History(StudyTrialState.Pruned);
        var failed = History(StudyTrialState.Failed);
        var sampler = new TpeSampler(9);

        // Failed ones alone leave the search where it began; pruned ones are known to be bad.
        Assert.Equal(Spaces.Text(new QuasiRandomSampler(9).Suggest(failed, 20)), Spaces.Text(sampler.Suggest(failed, 20)));
        Assert.NotEqual(Spaces.Text(new QuasiRandomSampler(9).Suggest(pruned, 20)), Spaces.Text(sampler.Suggest(pruned, 20)));

        StudyHistory History(StudyTrialState state)
        {
            var history = new StudyHistory(space, MlGoal.Minimize);
            for (var number = 0; number < 20; number++)
            {
                var values = new RandomSampler(1).Suggest(history, number)!;
                var trial = history.Begin(values);
                trial.Report(3, Bowl(values));
                trial.End(state, state == StudyTrialState.Pruned ? Bowl(values) : null);
            }

            return history;
        }
    }

    [Theory]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(double.MaxValue, -double.MaxValue)]
    [InlineData(1, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(double.Epsilon, 0)]
    public void Any_results_are_lived_with(double even, double odd)
    {
        var space = Spaces.Mixed();
        foreach (var goal in new[] { MlGoal.Minimize, MlGoal.Maximize })
        {
            var number = 0;
            var history = Spaces.Search(space, new TpeSampler(1), 40, _ => number++ % 2 == 0 ? even : odd, goal);

            Assert.Equal(40, history.Trials.Count);
            Assert.All(history.Trials, trial => SamplerContractTests.AssertBelongs(space, trial.Values));
        }
    }

    [Fact]
    public void Trials_of_every_state_and_without_reports_are_lived_with()
    {
        var space = Spaces.Mixed();
        var sampler = new TpeSampler(6);
        var history = new StudyHistory(space, MlGoal.Maximize);
        for (var number = 0; number < 60; number++)
        {
            var values = sampler.Suggest(history, number)!;
            SamplerContractTests.AssertBelongs(space, values);
            var trial = history.Begin(values);
            if (number % 5 == 1)
            {
                trial.Report(number % 7, number % 2 == 0 ? double.NaN : number);
            }

            switch (number % 5)
            {
                case 0:
                    trial.End(StudyTrialState.Complete, Spaces.Rough(values));
                    break;
                case 1 or 2:
                    trial.End(StudyTrialState.Pruned, null);
                    break;
                case 3:
                    trial.End(StudyTrialState.Failed, null);
                    break;
            }
        }
    }

    [Fact]
    public void Trials_of_another_space_are_used_for_what_they_have()
    {
        var history = new StudyHistory(Spaces.Losses(), MlGoal.Minimize);
        for (var number = 0; number < 30; number++)
        {
            history.Begin(new Dictionary<string, object?> { ["loss"] = number % 2 == 0 ? "huber" : "l2", ["lr"] = number % 3 == 0 ? "text" : 0.5 + number }).End(StudyTrialState.Complete, number);
        }

        for (var number = 30; number < 40; number++)
        {
            SamplerContractTests.AssertBelongs(history.Space, new TpeSampler(0).Suggest(history, number)!);
        }
    }

    [Fact]
    public void A_thousand_trials_and_thirty_parameters_are_not_too_many()
    {
        var space = SearchSpace.Create([.. Enumerable.Range(0, 30).Select(i => Spaces.Entry($"p{i}", i % 3 == 0 ? Spaces.Range(0, 1) : i % 3 == 1 ? Spaces.Range(1, 100, integer: true) : new object[] { "a", "b", "c" }))]);
        var history = Spaces.Search(space, new RandomSampler(0), 1000, Spaces.Rough);

        for (var number = 1000; number < 1005; number++)
        {
            SamplerContractTests.AssertBelongs(space, new TpeSampler(0).Suggest(history, number)!);
        }
    }
}
