using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Providers.Requests;
using MlOps.Providers.Vertex.Documents;
using MlOps.Providers.Vertex.Trials;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>Turns a search into the request that Vertex AI's tuning service takes for it. Asks nobody and changes nothing.</summary>
internal static class TuningRequest
{
    private const string Member = "trialJobSpec";
    private const string CustomJobMember = "jobSpec";

    /// <summary>Builds the request.</summary>
    /// <param name="spec">The search.</param>
    /// <param name="defaults">The settings.</param>
    /// <returns>The request, and what is missing before it can be sent.</returns>
    /// <exception cref="MlOpsException">Vertex AI cannot run the search; the message says why.</exception>
    public static BuiltRequest Build(TuningSpec spec, VertexDefaults defaults)
    {
        JobName.Validate(spec.Job.Name);
        RequestChecks.RequireReadable(spec.Job.Image);
        Require(spec);
        var options = Options(spec);
        var tuning = Tuning(spec, defaults, options);
        RequestLimits.Check(tuning.TrialJobSpec!, tuning.EncryptionSpec);
        var document = JsonSerializer.SerializeToNode(tuning, VertexJson.Default.TuningJobDocument)!.AsObject();
        RequestOptions.Merge(document, options);
        var job = document[Member] as JsonObject;
        RequestChecks.RequireImage(spec.Job, job);
        return new(document, RequestChecks.Missing(job), RequestChecks.Ignored(spec.Job));
    }

    private static void Require(TuningSpec spec)
    {
        if (TuningObstacles.Of(spec) is { Count: > 0 } obstacles)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"Vertex AI's tuning service cannot run '{spec.Job.Name}': {string.Join("; ", obstacles)}.",
                "Leave -Engine Service out: MlOps then runs the search itself, each trial as a training job.",
                spec.Job.Name);
        }

        Number("MaxTrials", spec.MaxTrials);
        Number("MaxParallel", spec.MaxParallel);

        static void Number(string what, int number)
        {
            if (number < 1)
            {
                throw new MlOpsException(ErrorCode.InvalidArgument, $"{what} is {number}; Vertex AI allows 1 or more.", "", number);
            }
        }
    }

    /// <summary>What is said in Vertex AI's own words: of a trial's job as of any custom job, then of the tuning job.</summary>
    private static JsonObject Options(TuningSpec spec)
    {
        var options = RequestOptions.Read(spec.Job.ProviderOptions, CustomJobMembers.All);
        if (options.TryGetPropertyValue(CustomJobMember, out var job))
        {
            options.Remove(CustomJobMember);
            options[Member] = job;
        }

        RequestOptions.Merge(options, RequestOptions.Read(spec.ProviderOptions, TuningJobMembers.All));
        return options;
    }

    private static TuningJobDocument Tuning(TuningSpec spec, VertexDefaults defaults, JsonObject options)
    {
        var inputs = InputChannels.Check(spec.Job);
        var baseUri = JobSpecs.BaseUri(options[Member]) ?? (defaults.Bucket is { } bucket ? VertexPaths.BaseUri(bucket, spec.Job.Name) : null);
        var paths = VertexPaths.Of(inputs, TrialFolder.Marked(baseUri ?? VertexPaths.BaseUri(StagedAddress.UnknownBucket, spec.Job.Name)));
        return new()
        {
            DisplayName = spec.Job.Name,
            StudySpec = Study(spec),
            MaxTrialCount = spec.MaxTrials,
            ParallelTrialCount = spec.MaxParallel,
            MaxFailedTrialCount = spec.MaxFailedTrials,
            TrialJobSpec = JobSpecs.Of(spec.Job, defaults, baseUri, Containers.OfTrial(spec, paths)),
            Labels = Labels.Of(spec.Job.Tags),
            EncryptionSpec = spec.Job.EncryptionKey is null ? null : new() { KmsKeyName = spec.Job.EncryptionKey },
        };
    }

    private static StudySpecDocument Study(TuningSpec spec) => new()
    {
        Metrics = [new() { MetricId = spec.Metric, Goal = spec.Goal == MlGoal.Maximize ? "MAXIMIZE" : "MINIMIZE" }],
        Parameters = new ParameterNesting(spec.Space).Parameters(new(spec.Job.Command.Count == 0 ? ChoiceCategories.Plain : ChoiceCategories.Of)),

        // Theirs without a word is Bayesian.
        Algorithm = spec.Strategy switch
        {
            MlTuningStrategy.Random => "RANDOM_SEARCH",
            MlTuningStrategy.Grid => "GRID_SEARCH",
            _ => null,
        },
        MedianAutomatedStoppingSpec = spec.EarlyStopping is MlEarlyStopping.Auto or MlEarlyStopping.Median ? new() : null,
        DecayCurveStoppingSpec = spec.EarlyStopping == MlEarlyStopping.DecayCurve ? new() : null,
        MeasurementSelectionType = spec.Measurement switch
        {
            MlMeasurement.Best => "BEST_MEASUREMENT",
            MlMeasurement.Last => "LAST_MEASUREMENT",
            _ => null,
        },
    };
}
