using System.Collections;
using System.Management.Automation;
using MlOps.Cmdlets.Binding;
using MlOps.Cmdlets.Completion;
using MlOps.Cmdlets.Hosting;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Starts a search for the best hyperparameters and returns it at once.</summary>
/// <remarks>
/// <para>Each trial of the search is a training job that the other parameters describe, as for Start-MlTrainingJob, with its own values for the hyperparameters of -SearchSpace. They follow those of -Hyperparameter in the arguments, in the order of an [ordered] table, else by name; one that does not apply is not passed.</para>
/// <para>The result of a trial is the value of -Metric, which is read from its log: by default where the log says val_loss=0.31, val_loss: 3.1e-2, "val_loss": 0.31 or val_loss 0.31, each with the name of the metric; else by -MetricPattern. A trial that reports none has failed.</para>
/// <para>Who runs the search is chosen by what is asked for: the tuning service of the provider where it can do all of it, else MlOps itself, in a process of this machine that goes on when the session ends. MlOps runs what no service does: a search on this machine, on several providers at once, with -Pruning, and whatever a provider's service has no word for. -Verbose says why, and so does the property EngineReason. -Engine decides otherwise.</para>
/// <para>With several providers, trials run on all of them and learn from each other. What differs between providers, such as the image, is in -ProviderParameter.</para>
/// <para>-Definition is for a search among several kinds of training on SageMaker, each with a search space of its own. Elsewhere New-MlRange -When does that.</para>
/// <para>A job from Get-MlJob can be piped in to search around what it ran; what is given as a parameter replaces what the job had, and what of its hyperparameters is in the search space is searched.</para>
/// <para>-WhatIf starts nothing and shows what would be: the exact request of a tuning service, or the plan of a search that MlOps runs, with the request of a trial in the middle of the search space on each provider. It works where nothing is configured yet, and says what is missing.</para>
/// </remarks>
/// <example>
/// <title>Search on this machine, and end early what is not promising</title>
/// <code>$space = @{ lr = New-MlRange 1e-4 1 -Log; hidden = New-MlRange 8 64 -Integer -Log }
/// Start-MlTuning digits-tune -Command python3, train.py -SearchSpace $space -Metric val_loss -MaxTrials 30 -Pruning SuccessiveHalving -Wait</code>
/// <para>Runs 30 trials, 4 at once, ends those that lag behind the others, and returns the search when it is over.</para>
/// </example>
/// <example>
/// <title>See what would be done, and who would do it</title>
/// <code>$space = @{ lr = New-MlRange 1e-5 1e-1 -Log; loss = 'l2', 'smooth_l1'; alpha = New-MlRange 0.1 2 -When @{ loss = 'smooth_l1' } }
/// Start-MlTuning resnet-tune -Provider Vertex -SearchSpace $space -Metric val_loss -Image europe-west4-docker.pkg.dev/my-project/ml/train:1 -Command python, train.py -MaxTrials 20 -WhatIf</code>
/// <para>Shows the request to Vertex AI's tuning service.</para>
/// </example>
/// <example>
/// <title>Hand a search to SageMaker's tuning service</title>
/// <code>Start-MlTuning resnet-tune -Provider SageMaker -SearchSpace @{ lr = New-MlRange 1e-5 1e-1 -Log } -Metric val_loss -MetricPattern 'val_loss=([\d.e+-]+)' -Image 123456789012.dkr.ecr.eu-central-1.amazonaws.com/train:1 -InstanceType ml.g5.xlarge -InputData @{ train = 's3://my-data/digits' } -MaxTrials 60 -MaxParallel 6 -EarlyStopping Auto -Spot -MaxRuntime 2h</code>
/// <para>The image has to start the training by itself, since SageMaker's tuning cannot be told a command. What Export-MlEntrypoint writes lets any image do that with the arguments that it would get elsewhere.</para>
/// </example>
/// <example>
/// <title>Share a search between both clouds</title>
/// <code>$clouds = @{
///     SageMaker = @{ Image = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/train:1'; InstanceType = 'ml.g5.xlarge'; InputData = @{ train = 's3://my-data/digits' } }
///     Vertex = @{ Image = 'europe-west4-docker.pkg.dev/my-project/ml/train:1'; InstanceType = 'g2-standard-8'; InputData = @{ train = 'gs://my-data/digits' } }
/// }
/// Start-MlTuning resnet-tune -Provider SageMaker, Vertex -ProviderParameter $clouds -MaxParallel @{ SageMaker = 2; Vertex = 6 } -Command python, train.py -SearchSpace @{ lr = New-MlRange 1e-5 1e-1 -Log } -Metric val_accuracy -Goal Maximize -MaxTrials 100</code>
/// <para>Runs two trials at once on SageMaker and six on Vertex AI.</para>
/// </example>
/// <example>
/// <title>Search around a job that ran before</title>
/// <code>Get-MlJob digits-1 | Start-MlTuning digits-tune -SearchSpace @{ lr = New-MlRange 0.01 1 -Log } -Metric val_loss -Strategy Random -Seed 7</code>
/// <para>Runs the job's command with its data and its other hyperparameters. The seed makes the values of the trials the same each time.</para>
/// </example>
/// <example>
/// <title>Try every combination</title>
/// <code>Start-MlTuning digits-grid -Command python3, train.py -SearchSpace @{ lr = 0.01, 0.1, 1; hidden = New-MlRange 16 64 -Integer -Step 16 } -Metric val_accuracy -Goal Maximize -Strategy Grid</code>
/// <para>Runs 12 trials.</para>
/// </example>
/// <seealso cref="NewMlRangeCommand"/>
/// <seealso cref="GetMlTrialCommand"/>
/// <seealso cref="StartMlTrainingJobCommand"/>
[Cmdlet(VerbsLifecycle.Start, "MlTuning", SupportsShouldProcess = true, DefaultParameterSetName = OneSpace)]
[OutputType(typeof(MlTuningJob))]
public sealed class StartMlTuningCommand : TrainingSpecCmdlet
{
    private const string OneSpace = "SearchSpace";
    private const string SeveralSpaces = "Definition";

    private bool _isMetricPatternGiven;
    private bool _isHyperparameterGiven;

    /// <summary>The name of the search, with 46 characters at most: the jobs of its trials are named after it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The providers that shall run the trials: one, or several that share them. Without it, the default provider of Get-MlContext.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OneProviderNameCompleter))]
    public string[]? Provider { get; set; }

    /// <summary>The hyperparameters to search: a table of names, each with a New-MlRange, a list of values, or one value.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OneSpace)]
    [Parameter(ParameterSetName = SeveralSpaces)]
    public IDictionary? SearchSpace { get; set; }

    /// <summary>The name of the metric that is to become best.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OneSpace)]
    [Parameter(ParameterSetName = SeveralSpaces)]
    [ValidateNotNullOrEmpty]
    public string? Metric { get; set; }

    /// <summary>How the metric is read from the log: a regular expression whose group is the value; or a table of names and regular expressions for several metrics, with this one among them. Without it, it is found by its name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? MetricPattern { get; set; }

    /// <summary>Whether the metric is to become small or large.</summary>
    [Parameter]
    public MlGoal Goal { get; set; }

    /// <summary>How many trials there are at most. Without it 20; with -Strategy Grid every combination.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxTrials { get; set; }

    /// <summary>How many trials run at once at most: a number, which counts for each provider, or a table of providers and numbers. Without it 4 on each. Fewer at once learn more from each other.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? MaxParallel { get; set; }

    /// <summary>How the values of a trial are chosen.</summary>
    [Parameter]
    public MlTuningStrategy Strategy { get; set; }

    /// <summary>By which rule MlOps ends a trial early that is not promising. The metric has to be in the log along the way, with its step or epoch.</summary>
    [Parameter]
    public MlPruning Pruning { get; set; }

    /// <summary>The numbers of that rule, or of -Strategy Hyperband: a table of StartupTrials, WarmupSteps, Interval, MinTrials and Percentile (median, percentile), MinResource, MaxResource, ReductionFactor, EarlyStoppingRate and BootstrapCount (successive halving, Hyperband), Patience and MinDelta (any).</summary>
    [Parameter]
    public IDictionary? PruningOption { get; set; }

    /// <summary>By which rule the provider's tuning service ends a trial early that is not promising.</summary>
    [Parameter]
    public MlEarlyStopping EarlyStopping { get; set; }

    /// <summary>Which of the values that a trial reports is its result. Without it, the last.</summary>
    [Parameter]
    public MlMeasurement? Measurement { get; set; }

    /// <summary>Who runs the search. Without it, the provider's tuning service where it can do what is asked for, else MlOps.</summary>
    [Parameter]
    public MlTuningEngine Engine { get; set; }

    /// <summary>Makes the search repeatable: with the same number, the same values are chosen.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? Seed { get; set; }

    /// <summary>After how many failed trials the search ends.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxFailedTrials { get; set; }

    /// <summary>After how long the search ends: seconds, or 90m, 2h, 1d, 01:30:00.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? MaxDuration { get; set; }

    /// <summary>The value of the metric that is good enough to end the search.</summary>
    [Parameter]
    public double? TargetValue { get; set; }

    /// <summary>After how many trials that are no better than the best one before the search ends.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxTrialsWithoutImprovement { get; set; }

    /// <summary>Lets SageMaker's tuning service end the search when it finds that nothing will become better.</summary>
    [Parameter]
    public SwitchParameter StopOnConvergence { get; set; }

    /// <summary>The names of earlier searches of the provider's tuning service to begin with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TuningJobNameCompleter))]
    public string[] WarmStartFrom { get; set; } = [];

    /// <summary>What this search has in common with those.</summary>
    [Parameter]
    public MlWarmStart WarmStart { get; set; }

    /// <summary>Several kinds of training that SageMaker's tuning service chooses from: a table for each, with its Name, its SearchSpace, Metric, MetricPattern and Goal, and any parameter of a training job, which take the place of those of the cmdlet.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SeveralSpaces)]
    [ValidateNotNullOrEmpty]
    public IDictionary[] Definition { get; set; } = [];

    /// <summary>What differs between providers: a table of providers, each with a table of parameters of a training job, which take the place of those of the cmdlet.</summary>
    [Parameter]
    public IDictionary? ProviderParameter { get; set; }

    /// <summary>What the other parameters do not name of the provider's tuning service: a table that is merged into its request as it is. -ProviderOption is for the job of each trial.</summary>
    [Parameter]
    public IDictionary? TuningOption { get; set; }

    /// <summary>Waits until the search is over, and shows how far it is. Ctrl+C ends the waiting, not the search.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken)
    {
        _isMetricPatternGiven = MetricPattern is not null;
        _isHyperparameterGiven = Hyperparameter is not null;
        return base.BeginAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        IProvider[] providers = [.. (Provider ?? [DefaultProviderName]).Select(FindProvider).Distinct()];
        var tables = ProviderTables.Read(ProviderParameter, providers);
        var parallel = ProviderTables.ReadParallel(MaxParallel, providers);
        Kind[] kinds = Definition.Length == 0 ? [Whole()] : [.. Definition.Select(Defined)];
        var trials = TuningRules.Trials(MaxTrials, Strategy, [.. kinds.Select(kind => kind.Space)]);
        Share[] shares = [.. providers.Select(provider => new Share(provider, Math.Min(parallel[provider.Name], trials), [.. kinds.Select(kind => Job(provider, kind, tables))]))];
        var specs = shares.Select(share => Tuning(share, kinds, trials)).ToArray();
        foreach (var spec in specs)
        {
            TuningRules.Check(spec);
        }

        var choice = EngineChoice.Make(Engine, specs[0], providers);
        WriteVerbose(choice.Reason);
        var started = choice.Engine == MlTuningEngine.Service
            ? await HandOverAsync(shares[0], specs[0], choice, cancellationToken)
            : await RunAsync(shares, specs, choice, cancellationToken);
        if (started is not null)
        {
            WriteObject(Wait ? await WaitAsync(started, choice, cancellationToken) : started);
        }
    }

    /// <summary>Hands the search to the provider's tuning service.</summary>
    private async Task<MlJob?> HandOverAsync(Share share, TuningSpec spec, EngineChoice choice, CancellationToken cancellationToken)
    {
        var provider = share.Provider;
        var inputs = new List<InputStaging>();
        foreach (var job in share.Jobs)
        {
            inputs.Add(await FindInputsAsync(provider, job.Spec, cancellationToken));
        }

        var plan = provider.PlanTuning(With(spec, [.. inputs.Select(input => input.Draft)]));
        if (!CanGoOn(provider, plan, share.Jobs.SelectMany(job => job.Lost).Distinct()))
        {
            return null;
        }

        var staged = new List<StagedJob>();
        foreach (var input in inputs)
        {
            staged.Add(await AddressAsync(input, cancellationToken));
        }

        var final = With(spec, [.. staged.Select(job => job.Spec)]);
        StagedInput[] uploads = [.. staged.SelectMany(job => job.Uploads)];
        if (ShouldStart($"Start the search '{Name}' on {provider.Name}'s tuning service", uploads, () => uploads.Length > 0 ? provider.PlanTuning(final).Request : plan.Request))
        {
            return Explained(await StartAsync(provider, Name, staged, () => provider.StartTuningAsync(final, cancellationToken), cancellationToken), choice);
        }

        WarnOfMissing(provider, plan);
        return null;
    }

    /// <summary>Lets MlOps run the search.</summary>
    private async Task<MlJob?> RunAsync(Share[] shares, TuningSpec[] specs, EngineChoice choice, CancellationToken cancellationToken)
    {
        var inputs = new List<InputStaging>();
        var plans = new List<StartPlan>();
        var canGoOn = true;
        foreach (var (share, spec) in shares.Zip(specs))
        {
            inputs.Add(await FindInputsAsync(share.Provider, spec.Job, cancellationToken));
            plans.Add(share.Provider.Plan(StudyPlanText.Example(inputs[^1].Draft, spec.Space)));
            canGoOn &= CanGoOn(share.Provider, plans[^1], share.Jobs[0].Lost);
        }

        if (!canGoOn)
        {
            return null;
        }

        var staged = new List<StagedJob>();
        foreach (var input in inputs)
        {
            staged.Add(await AddressAsync(input, cancellationToken));
        }

        var study = new StudySpec
        {
            Tuning = specs[0] with { Job = staged[0].Spec, MaxParallel = Math.Min(specs[0].MaxTrials, shares.Sum(share => share.MaxParallel)) },
            Shares = [.. shares.Zip(staged, (share, job) => new StudyShare(share.Provider.Name, share.MaxParallel, job.Spec))],
            EngineReason = choice.Reason,
        };
        var action = $"Start the search '{Name}' on {string.Join(", ", shares.Select(share => share.Provider.Name))}";
        if (ShouldStart(action, staged.SelectMany(job => job.Uploads), () => StudyPlanText.Of(study, [.. shares.Zip(staged, plans).Select(Request)]), "plan"))
        {
            return Explained(await StartAsync(null, Name, staged, () => StartStudyAsync(study, cancellationToken), cancellationToken), choice);
        }

        foreach (var (share, plan) in shares.Zip(plans))
        {
            WarnOfMissing(share.Provider, plan);
        }

        return null;

        string Request((Share Share, StagedJob Job, StartPlan Plan) one) =>
            one.Job.Uploads.Count > 0 ? one.Share.Provider.Plan(StudyPlanText.Example(one.Job.Spec, study.Tuning.Space)).Request : one.Plan.Request;
    }

    private async Task<MlJob> StartStudyAsync(StudySpec study, CancellationToken cancellationToken) => await ProviderHost.Studies.StartAsync(study, Context, cancellationToken);

    private async Task<MlJob> WaitAsync(MlJob job, EngineChoice choice, CancellationToken cancellationToken) =>
        Explained(await new TuningWait(WriteProgress, WriteError).RunAsync(ProviderSelection.FindOne(Providers, job.Provider), job, cancellationToken), choice);

    /// <summary>The provider's service does not know why it was chosen.</summary>
    private static MlJob Explained(MlJob job, EngineChoice choice) => job is MlTuningJob { EngineReason: "" } search ? search with { Engine = choice.Engine, EngineReason = choice.Reason } : job;

    private TuningSpec Tuning(Share share, IReadOnlyList<Kind> kinds, int trials) => new()
    {
        Job = share.Jobs[0].Spec,
        Space = kinds[0].Space,
        Metric = kinds[0].Metric,
        ReportsItself = kinds[0].IsPatternMade,
        Goal = kinds[0].Goal,
        Strategy = Strategy,
        Pruning = Pruning,
        PruningOptions = ReadPruning(),
        EarlyStopping = EarlyStopping,
        Measurement = Measurement,
        MaxTrials = trials,
        MaxParallel = share.MaxParallel,
        MaxFailedTrials = MaxFailedTrials,
        MaxDuration = MaxDuration,
        TargetValue = TargetValue,
        MaxTrialsWithoutImprovement = MaxTrialsWithoutImprovement,
        StopOnConvergence = StopOnConvergence,
        Seed = Seed,
        WarmStartFrom = WarmStartFrom,
        WarmStart = WarmStart,
        Definitions = Definition.Length == 0 ? [] : [.. kinds.Zip(share.Jobs, (kind, job) => new TuningDefinition(kind.Name, job.Spec, kind.Space, kind.Metric, kind.Goal))],
        ProviderOptions = Table.OfValues(TuningOption),
    };

    private static TuningSpec With(TuningSpec spec, IReadOnlyList<TrainingSpec> jobs) =>
        spec with { Job = jobs[0], Definitions = [.. spec.Definitions.Zip(jobs, (definition, job) => definition with { Job = job })] };

    private PruningOptions ReadPruning()
    {
        var options = new PruningOptions();
        var properties = typeof(PruningOptions).GetProperties().ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        new NamedProperties(properties, "-PruningOption", "number of a pruning rule").Set(options, Table.Entries(PruningOption));
        return options;
    }

    /// <summary>What each trial runs on a provider, and what of a piped job is lost there.</summary>
    private (TrainingSpec Spec, IReadOnlyList<string> Lost) Job(IProvider provider, Kind kind, IReadOnlyDictionary<string, ParameterTable> tables)
    {
        ParameterTable[] replaced = [.. tables.TryGetValue(provider.Name, out var table) ? [table] : Array.Empty<ParameterTable>(), .. kind.Replaced is { } own ? [own] : Array.Empty<ParameterTable>()];
        var (spec, lost) = Spec(provider, Name, kind.Patterns, replaced);
        var isGiven = _isHyperparameterGiven || replaced.Any(one => Has(one.Values, nameof(Hyperparameter)));
        return (isGiven ? spec : TuningRules.WithoutSearched(spec, kind.Space), lost);
    }

    /// <summary>The one kind of training of most searches.</summary>
    private Kind Whole() => KindOf("", [], null);

    private Kind Defined(IDictionary definition)
    {
        var values = Table.Entries(definition).ToList();
        var name = values.FirstOrDefault(value => Is(value, nameof(Name))).Value as string;
        return string.IsNullOrEmpty(name)
            ? throw new MlOpsException(ErrorCode.InvalidArgument, "A definition in -Definition has no Name.", "Give it one: @{ Name = 'small'; … }.", nameof(Definition))
            : KindOf(name, values, new($"-Definition '{name}'", [.. values.Where(value => !DefinitionKeys.Any(key => Is(value, key)))]));
    }

    private static string[] DefinitionKeys { get; } = [nameof(Name), nameof(SearchSpace), nameof(Metric), nameof(MetricPattern), nameof(Goal)];

    private static bool Is(KeyValuePair<string, object?> value, string key) => string.Equals(value.Key, key, StringComparison.OrdinalIgnoreCase);

    /// <param name="name">The name of the definition; empty when there is none.</param>
    /// <param name="values">What the definition says.</param>
    /// <param name="replaced">What of that takes the place of parameters of a training job.</param>
    private Kind KindOf(string name, IReadOnlyList<KeyValuePair<string, object?>> values, ParameterTable? replaced)
    {
        var metric = Own(nameof(Metric)) as string ?? Metric ?? throw Lacks("objective", nameof(Metric));
        var space = Own(nameof(SearchSpace)) as IDictionary ?? SearchSpace ?? throw Lacks("search space", nameof(SearchSpace));
        var ownPattern = Own(nameof(MetricPattern));
        var (patterns, isMade) = ObjectivePattern.Choose(metric, Patterns(metric, ownPattern ?? MetricPattern), canAdd: ownPattern is null && !_isMetricPatternGiven);
        var goal = Own(nameof(Goal)) is { } given ? ToGoal(given) : Goal;
        return new(name, MlOps.SearchSpace.Create([.. Table.Entries(space)]), metric, patterns, isMade, goal, replaced);

        object? Own(string key) => values.FirstOrDefault(value => Is(value, key)).Value;

        MlOpsException Lacks(string what, string parameter) =>
            new(ErrorCode.InvalidArgument, $"The definition '{TerminalText.Clean(name)}' has no {what}.", $"Give it a {parameter}, or all of them one by -{parameter}.", parameter);
    }

    private static MlGoal ToGoal(object given) => LanguagePrimitives.TryConvertTo<MlGoal>(given, out var goal)
        ? goal
        : throw new MlOpsException(ErrorCode.InvalidArgument, $"'{TerminalText.Clean($"{given}")}' is no goal.", "Give Minimize or Maximize.", given);

    private static Dictionary<string, string> Patterns(string metric, object? given) => PlainValue.Of(given) switch
    {
        null => new Dictionary<string, string>(),
        IDictionary table => Table.OfStrings(table, nameof(MetricPattern)),
        string pattern => new Dictionary<string, string> { [metric] = pattern },
        var other => throw new MlOpsException(
            ErrorCode.InvalidArgument, $"'{TerminalText.Clean($"{other}")}' is no pattern of a metric.", @"Give a regular expression, as in 'val_loss=(\S+)', or a table of names and expressions.", nameof(MetricPattern)),
    };

    /// <summary>A kind of training that the search chooses values for.</summary>
    private sealed record Kind(
        string Name, SearchSpace Space, string Metric, IReadOnlyDictionary<string, string> Patterns, bool IsPatternMade, MlGoal Goal, ParameterTable? Replaced);

    /// <summary>What one provider does of the search: a job for each kind.</summary>
    private sealed record Share(IProvider Provider, int MaxParallel, IReadOnlyList<(TrainingSpec Spec, IReadOnlyList<string> Lost)> Jobs);
}
