using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Providers.Requests;
using MlOps.Providers.SageMaker.Documents;
using static MlOps.Providers.SageMaker.Requests.RequestParts;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>Turns a search into the request that SageMaker's tuning takes for it. Asks nobody and changes nothing.</summary>
internal static class TuningRequest
{
    private const string Definition = nameof(CreateTuningJobRequest.TrainingJobDefinition);
    private const string Definitions = nameof(CreateTuningJobRequest.TrainingJobDefinitions);

    /// <summary>Builds the request.</summary>
    /// <param name="spec">The search.</param>
    /// <param name="defaults">The settings.</param>
    /// <returns>The request, and what is missing before it can be sent.</returns>
    /// <exception cref="MlOpsException">SageMaker's tuning cannot do it; the message says why.</exception>
    public static BuiltRequest Build(TuningSpec spec, SageMakerDefaults defaults)
    {
        JobName.Validate(spec.Job.Name);
        RequirePossible(spec);
        var kinds = TuningKinds.Of(spec);
        RequireOwnNames(kinds);
        JsonObject[] options = [.. kinds.Select(kind => RequestOptions.Read(kind.Job.ProviderOptions, TuningMembers.OfDefinition))];
        var request = Request(spec, [.. kinds.Zip(options, (kind, own) => OfKind(spec, kind, defaults, own))]);
        TuningLimits.Check(request);

        var document = JsonSerializer.SerializeToNode(request, SageMakerJson.Default.CreateTuningJobRequest)!.AsObject();
        foreach (var (definition, own) in Parts(document).Zip(options))
        {
            RequestOptions.Merge(definition, own);
        }

        RequestOptions.Merge(document, RequestOptions.Read(spec.ProviderOptions, TuningMembers.All));
        var missing = new List<MlOpsException>();
        foreach (var (definition, kind) in Parts(document).Zip(kinds))
        {
            RequireAlgorithm(kind.Job, definition);
            RequireCode(kind.Job, definition);
            missing.AddRange(Missing(kind.Job, definition));
        }

        return new(document, [.. missing.DistinctBy(one => one.Message)], Ignored(spec, kinds));
    }

    /// <summary>The definitions in a request, however many there are.</summary>
    private static IEnumerable<JsonObject> Parts(JsonObject document) =>
        document[Definition] is JsonObject only ? [only] : (document[Definitions] as JsonArray ?? []).OfType<JsonObject>();

    private static CreateTuningJobRequest Request(TuningSpec spec, TrainingJobDefinition[] definitions)
    {
        var isOnly = spec.Definitions.Count == 0;
        var only = definitions[0];
        return new()
        {
            HyperParameterTuningJobName = spec.Job.Name,
            HyperParameterTuningJobConfig = new()
            {
                Strategy = spec.Strategy.ToString(),
                StrategyConfig = spec.Strategy == MlTuningStrategy.Hyperband ? Hyperband(spec.PruningOptions) : null,
                HyperParameterTuningJobObjective = isOnly ? only.TuningObjective : null,
                ResourceLimits = new()
                {
                    // A grid's is the number of its combinations, which SageMaker counts itself.
                    MaxNumberOfTrainingJobs = spec.Strategy == MlTuningStrategy.Grid ? null : spec.MaxTrials,
                    MaxParallelTrainingJobs = spec.MaxParallel,
                    MaxRuntimeInSeconds = spec.MaxDuration is { } time ? StoppingConditions.Seconds(time) : null,
                },
                ParameterRanges = isOnly ? only.HyperParameterRanges : null,
                TrainingJobEarlyStoppingType = spec.EarlyStopping == MlEarlyStopping.Off ? "Off" : "Auto",
                TuningJobCompletionCriteria = Completion(spec),
                RandomSeed = (int?)spec.Seed,
            },
            TrainingJobDefinition = isOnly ? only with { TuningObjective = null, HyperParameterRanges = null } : null,
            TrainingJobDefinitions = isOnly ? null : definitions,
            WarmStartConfig = spec.WarmStartFrom.Count == 0 ? null : new([.. spec.WarmStartFrom.Select(name => new ParentTuningJob(name))], spec.WarmStart.ToString()),
            Tags = Tags(spec.Job),
        };
    }

    private static TrainingJobDefinition OfKind(TuningSpec spec, TuningDefinition kind, SageMakerDefaults defaults, JsonObject options)
    {
        var job = kind.Job;
        var paths = SageMakerPaths.OfTrial(job.InputData);
        var root = Root(defaults.Bucket, options);
        var environment = RequestParts.Environment(job, paths);
        foreach (var (name, value) in EntrypointContract.Variables(TuningCall.Of(kind, spec.Strategy, paths), TuningLimits.LongestVariable))
        {
            environment[name] = value;
        }

        RequireReadable(job.Image, []);
        return new()
        {
            DefinitionName = kind.Name.Length > 0 ? kind.Name : null,
            TuningObjective = new() { Type = kind.Goal.ToString(), MetricName = kind.Metric },
            HyperParameterRanges = TuningRanges.Of(kind, spec.Strategy, paths),
            StaticHyperParameters = NullIfEmpty(Fixed(job, paths)),
            AlgorithmSpecification = new() { TrainingImage = job.Image, TrainingInputMode = "File", MetricDefinitions = Metrics(job) },
            RoleArn = job.ExecutionRole ?? defaults.Role,
            Environment = environment,
            InputDataConfig = InputChannels.Of(job),
            OutputDataConfig = Output(job, defaults.Bucket is null ? null : root),
            CheckpointConfig = Checkpoints(job.Name, root, paths),

            // SageMaker keeps the machines from trial to trial by itself.
            ResourceConfig = options["HyperParameterTuningResourceConfig"] is not null ? null : Resources.Of(job with { KeepAlive = null }, hasGroups: (options["ResourceConfig"] as JsonObject)?["InstanceGroups"] is not null),
            StoppingCondition = StoppingConditions.Of(job),
            RetryStrategy = job.Retries is { } retries ? new(retries) : null,
            VpcConfig = Network(job),
            EnableManagedSpotTraining = NullIfFalse(job.Spot),
            EnableNetworkIsolation = NullIfFalse(job.IsolateNetwork),
            EnableInterContainerTrafficEncryption = NullIfFalse(job.EncryptTraffic),
        };
    }

    private static OrderedDictionary<string, string> Fixed(TrainingSpec job, TrainingPaths paths)
    {
        var kept = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in EntrypointContract.Expand(job.Hyperparameters, job.Name, paths))
        {
            kept[name] = KeptHyperparameter.Write(name, value);
        }

        return kept;
    }

    private static StrategyConfig? Hyperband(PruningOptions options) => options.MinResource is null && options.MaxResource is null
        ? null
        : new(new HyperbandStrategyConfig { MinResource = Clamped(options.MinResource), MaxResource = Clamped(options.MaxResource) });

    // What is far beyond any limit stays so.
    private static int? Clamped(long? number) => number is { } value ? (int)Math.Clamp(value, int.MinValue, int.MaxValue) : null;

    private static TuningJobCompletionCriteria? Completion(TuningSpec spec) => spec is { TargetValue: null, MaxTrialsWithoutImprovement: null, StopOnConvergence: false }
        ? null
        : new()
        {
            TargetObjectiveMetricValue = spec.TargetValue,
            BestObjectiveNotImproving = spec.MaxTrialsWithoutImprovement is { } trials ? new(trials) : null,
            ConvergenceDetected = spec.StopOnConvergence ? new("Enabled") : null,
        };

    private static void RequirePossible(TuningSpec spec)
    {
        if (TuningObstacles.Hard(spec) is { Count: > 0 } clauses)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"SageMaker's tuning service cannot run the search '{TerminalText.Clean(spec.Job.Name)}': {string.Join("; ", clauses)}.",
                "With -Engine Client MlOps runs the search itself.",
                spec.Job.Name);
        }
    }

    private static void RequireOwnNames(IReadOnlyList<TuningDefinition> kinds)
    {
        if (kinds.GroupBy(kind => kind.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"Two definitions of the search have the name '{TerminalText.Clean(twice.Key)}'.", "Give each a name of its own.", twice.Key);
        }
    }

    private static List<string> Ignored(TuningSpec spec, IReadOnlyList<TuningDefinition> kinds)
    {
        List<string> ignored = [.. IgnoredTags(spec.Job)];
        if (kinds.Any(kind => kind.Job.KeepAlive is not null))
        {
            ignored.Add("KeepAlive");
        }

        if (kinds.Any(kind => Mentions(kind.Job, "{tensorboard}")))
        {
            ignored.Add("TensorBoard's folder while a trial runs (its files come with the results)");
        }

        return ignored;
    }

    private static bool Mentions(TrainingSpec job, string placeholder) =>
        job.Command.Concat(job.Arguments).Concat(job.Environment.Values).Concat(job.Hyperparameters.Select(one => KeptHyperparameter.Write(one.Key, one.Value))).Any(text => text.Contains(placeholder, StringComparison.Ordinal));
}
