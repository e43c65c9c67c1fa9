using System.Text.RegularExpressions;
using MlOps.Providers.SageMaker.Documents;
using static MlOps.Providers.SageMaker.Requests.Limit;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>What SageMaker allows (botocore sagemaker/2017-07-24, shapes of <c>CreateHyperParameterTuningJob</c>), so that nothing is sent that it would refuse.</summary>
internal static partial class TuningLimits
{
    /// <summary>How many characters an environment variable may have.</summary>
    public const int LongestVariable = 512;

    private const int MostEpochs = 20000;
    private const string NameRule = "Use letters, digits and hyphens, with a letter or digit at both ends.";

    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: something is too long, too many or not of the form; the message names it, its size and the limit.</exception>
    public static void Check(CreateTuningJobRequest request)
    {
        Text("The search's name", request.HyperParameterTuningJobName, 1, 32, NamePattern(), NameRule);
        Config(request.HyperParameterTuningJobConfig);

        var definitions = request.TrainingJobDefinitions ?? [request.TrainingJobDefinition!];
        Count("definitions", definitions.Count, 10);
        foreach (var definition in definitions)
        {
            Text($"The name of the definition '{Start(definition.DefinitionName ?? "")}'", definition.DefinitionName, 1, 64, NamePattern(), NameRule);
            RequestLimits.Settings(definition);
            RequestLimits.HyperParameters(definition.StaticHyperParameters);
            Ranges(definition.HyperParameterRanges);
            Metric(definition.TuningObjective);
        }

        Count(
            "environment variables",
            definitions.Sum(definition => definition.Environment?.Count ?? 0),
            48,
            $"Those of MlOps are counted too: one for each input channel, seven more, and one for each {LongestVariable} characters of the command, of the arguments and of the hyperparameters' names."
                + (definitions.Count > 1 ? " Those of all definitions are counted together." : ""));

        Count("earlier searches to begin with", request.WarmStartConfig?.ParentHyperParameterTuningJobs.Count, 5);
        foreach (var parent in request.WarmStartConfig?.ParentHyperParameterTuningJobs ?? [])
        {
            Text($"The name of the earlier search '{Start(parent.HyperParameterTuningJobName)}'", parent.HyperParameterTuningJobName, 1, 32, NamePattern(), NameRule);
        }

        RequestLimits.Tags(request.Tags);
    }

    private static void Config(HyperParameterTuningJobConfig config)
    {
        Number("MaxTrials", config.ResourceLimits?.MaxNumberOfTrainingJobs, 1, int.MaxValue);
        Number("MaxParallel", config.ResourceLimits?.MaxParallelTrainingJobs, 1, int.MaxValue);
        var hyperband = config.StrategyConfig?.HyperbandStrategyConfig;
        Number("MinResource", hyperband?.MinResource, 1, hyperband?.MaxResource is { } most and >= 1 and <= MostEpochs ? most : MostEpochs);
        Number("MaxResource", hyperband?.MaxResource, 1, MostEpochs);
        Ranges(config.ParameterRanges);
        Metric(config.HyperParameterTuningJobObjective);
        if (config.TuningJobCompletionCriteria?.TargetObjectiveMetricValue is { } target && !double.IsFinite(target))
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, "TargetValue is not a finite number.", "Leave it out for a search without one.", target);
        }
    }

    private static void Metric(TuningObjective? objective) => Text("The metric's name", objective?.MetricName, 1, 255, OneLine(), NoLineBreak);

    private static void Ranges(ParameterRanges? ranges)
    {
        foreach (var name in (ranges?.IntegerParameterRanges ?? []).Concat(ranges?.ContinuousParameterRanges ?? []).Select(range => range.Name))
        {
            CheckName(name);
        }

        foreach (var choice in ranges?.CategoricalParameterRanges ?? [])
        {
            CheckName(choice.Name);
            foreach (var value in choice.Values)
            {
                Text($"The choice '{Start(value)}' of the hyperparameter '{Start(choice.Name)}'", value, 0, 256, OneLine(), NoLineBreak);
            }
        }

        static void CheckName(string name) => Text($"The name of the hyperparameter '{Start(name)}'", name, 0, 256, OneLine(), NoLineBreak);
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9](-*[a-zA-Z0-9])*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
