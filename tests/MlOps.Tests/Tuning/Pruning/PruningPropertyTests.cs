using FsCheck.Xunit;

namespace MlOps.Tests.Tuning.Pruning;

/// <summary>What holds for every rule and any study.</summary>
public sealed class PruningPropertyTests
{
    private static readonly IReadOnlyList<(MlPruning Rule, PruningOptions Options)> s_rules =
    [
        (MlPruning.Median, new() { StartupTrials = 1 }),
        (MlPruning.Percentile, new() { StartupTrials = 1, Percentile = 30, Interval = 3 }),
        (MlPruning.SuccessiveHalving, new()),
        (MlPruning.SuccessiveHalving, new() { MinResource = 2, ReductionFactor = 2, Patience = 2 }),
        (MlPruning.Hyperband, new() { ReductionFactor = 2 }),
        (MlPruning.Hyperband, new() { MaxResource = 30, BootstrapCount = 4 }),
    ];

    private sealed record Event(int Trial, long Step, double Value, StudyTrialState End);

    // Trials with steps of their own, noise, repeated steps, and values that are not numbers, mixed as they would come in from many at once.
    private static List<Event> Events(int seed)
    {
        var random = new Random(seed);
        var trials = Enumerable.Range(0, 2 + random.Next(20)).Select(number =>
        {
            var (interval, floor, odd) = (1 + random.Next(7), random.NextDouble(), random.Next(4) == 0 ? 0.3 : 0.01);
            var steps = Enumerable.Range(random.Next(2), 40).Where(step => step % interval == 0).SelectMany(step => random.Next(20) == 0 ? [step, step] : new[] { step }).ToList();
            return steps.Select((step, index) => new Event(
                number,
                step,
                random.NextDouble() < odd ? new[] { double.NaN, double.PositiveInfinity, 1e300 }[random.Next(3)] : 1 + floor + (3 / Math.Sqrt(1 + step)) + (0.2 * random.NextDouble()),
                index == steps.Count - 1 ? (random.Next(5) == 0 ? StudyTrialState.Failed : StudyTrialState.Complete) : StudyTrialState.Running)).ToList();
        }).ToList();

        List<Event> events = [];
        var places = new int[trials.Count];
        while (true)
        {
            var open = Enumerable.Range(0, trials.Count).Where(number => places[number] < trials[number].Count).Take(4).ToList();
            if (open.Count == 0)
            {
                return events;
            }

            var number = open[random.Next(open.Count)];
            events.Add(trials[number][places[number]++]);
        }
    }

    private static void Apply(StudyHistory history, Event one)
    {
        while (history.Trials.Count <= one.Trial)
        {
            history.Begin(new Dictionary<string, object?>());
        }

        history.Trials[one.Trial].Report(one.Step, one.Value);
    }

    private static void End(StudyHistory history, Event one)
    {
        if (one.End != StudyTrialState.Running)
        {
            history.Trials[one.Trial].End(one.End, one.Value);
        }
    }

    private static List<string?> Judgements(IReadOnlyList<Event> events, IPruner rule, MlGoal goal = MlGoal.Minimize)
    {
        var history = Study.Of(goal);
        List<string?> judgements = [];
        foreach (var one in events)
        {
            Apply(history, one);
            judgements.Add(rule.Judge(history, history.Trials[one.Trial]));
            End(history, one);
        }

        return judgements;
    }

    [Property(MaxTest = 60)]
    public void The_studies_of_these_tests_have_both_judgements_in_them(int seed)
    {
        // Else the others would say nothing.
        var all = Enumerable.Range(seed & 0xffff, 12).SelectMany(one => Judgements(Events(one), Study.Rule(MlPruning.Asha))).ToList();

        Assert.Contains(all, judgement => judgement is null);
        Assert.Contains(all, judgement => judgement is not null);
    }

    [Property(MaxTest = 60)]
    public void A_study_that_was_read_again_is_judged_the_same(int seed)
    {
        var events = Events(seed);
        foreach (var (rule, options) in s_rules)
        {
            var judgements = Judgements(events, Study.Rule(rule, options));
            var cut = new Random(seed).Next(events.Count);
            var history = Study.Of();
            foreach (var one in events.Take(cut))
            {
                Apply(history, one);
                End(history, one);
            }

            Apply(history, events[cut]);
            Assert.Equal(judgements[cut], Study.Rule(rule, options).Judge(history, history.Trials[events[cut].Trial]));
        }
    }

    [Property(MaxTest = 60)]
    public void Maximizing_is_minimizing_turned_round(int seed)
    {
        var events = Events(seed);
        List<Event> turned = [.. events.Select(one => one with { Value = -one.Value })];
        foreach (var (rule, options) in s_rules)
        {
            var there = Judgements(events, Study.Rule(rule, options));
            var back = Judgements(turned, Study.Rule(rule, options), MlGoal.Maximize);

            Assert.Equal(there, back.Select(judgement => judgement?.Replace("-", "", StringComparison.Ordinal)));
        }
    }

    [Property(MaxTest = 60)]
    public void The_best_of_all_is_never_ended(int seed)
    {
        var events = Events(seed);
        var best = new Random(seed).Next(1 + events.Max(one => one.Trial));
        events = [.. events.Select(one => one.Trial == best ? one with { Value = -1 - (one.Step * 0.01) } : one)];
        foreach (var (rule, options) in s_rules)
        {
            Assert.All(Judgements(events, Study.Rule(rule, options)).Zip(events).Where(pair => pair.Second.Trial == best), pair => Assert.Null(pair.First));
        }
    }

    [Property(MaxTest = 60)]
    public void One_more_trial_that_is_worse_than_all_ends_nobody(int seed)
    {
        var random = new Random(seed);
        var (history, longer) = (Study.Of(), Study.Of());
        foreach (var to in new[] { history, longer })
        {
            random = new Random(seed);

            // Enough others for every median, and one that is complete and the longest.
            for (var number = 0; number < 8 + (seed & 15); number++)
            {
                var length = number == 0 ? 40 : 1 + random.Next(39);
                var trial = to.Running([.. Enumerable.Range(1, length).Select(step => random.NextDouble() + (3.0 / step))]);
                if (number < 4)
                {
                    trial.End(StudyTrialState.Complete, 1);
                }
            }
        }

        longer.Complete([.. Enumerable.Repeat(1e6, 40)]);
        (MlPruning Rule, PruningOptions Options)[] rules =
        [
            (MlPruning.Median, new() { StartupTrials = 1 }),
            (MlPruning.Percentile, new() { StartupTrials = 1, Percentile = 30 }),
            (MlPruning.SuccessiveHalving, new() { MinResource = 1 }),
        ];
        foreach (var trial in history.Trials)
        {
            // With fewer others than a median needs, one more may be what makes it one.
            var company = history.Trials.Count(other => other != trial && other.LastStep >= trial.LastStep);
            var complete = history.Trials.Count(other => other.State == StudyTrialState.Complete && other != trial && other.LastStep >= trial.LastStep);
            foreach (var (rule, options) in rules.Where(_ => company >= 3 && complete >= 1))
            {
                if (Study.Rule(rule, options).Judge(history, trial) is null)
                {
                    Assert.Null(Study.Rule(rule, options).Judge(longer, longer.Trials[trial.Number]));
                }
            }
        }
    }

    [Property(MaxTest = 60)]
    public void The_order_of_the_trials_does_not_matter_where_there_are_no_brackets(int seed)
    {
        var random = new Random(seed);
        var trials = Enumerable.Range(0, 12).Select(_ => (Values: Enumerable.Range(1, 1 + random.Next(30)).Select(step => random.NextDouble() + (2.0 / step)).ToArray(), Complete: random.Next(3) == 0)).ToList();
        var order = Enumerable.Range(0, trials.Count).ToArray();
        random.Shuffle(order);
        var (first, second) = (Study.Of(), Study.Of());
        foreach (var number in Enumerable.Range(0, trials.Count))
        {
            Add(first, trials[number]);
            Add(second, trials[order[number]]);
        }

        foreach (var (rule, options) in s_rules.Where(one => one.Rule != MlPruning.Hyperband))
        {
            Assert.All(Enumerable.Range(0, trials.Count), number => Assert.Equal(Study.Rule(rule, options).Judge(second, second.Trials[number]), Study.Rule(rule, options).Judge(first, first.Trials[order[number]])));
        }

        static void Add(StudyHistory history, (double[] Values, bool Complete) trial)
        {
            var added = history.Running(trial.Values);
            if (trial.Complete)
            {
                added.End(StudyTrialState.Complete, trial.Values[^1]);
            }
        }
    }
}
