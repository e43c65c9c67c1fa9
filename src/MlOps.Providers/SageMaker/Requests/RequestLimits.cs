using MlOps.Providers.Requests;
using MlOps.Providers.SageMaker.Documents;
using static MlOps.Providers.SageMaker.Requests.Limit;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>What SageMaker allows (botocore sagemaker/2017-07-24, shapes of <c>CreateTrainingJob</c>), so that nothing is sent that it would refuse.</summary>
internal static class RequestLimits
{
    private const string TagRule = "Use letters, digits, spaces and _.:/=+-@.";

    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: something is too long, too many or not of the form; the message names it, its size and the limit.</exception>
    public static void Check(CreateTrainingJobRequest request)
    {
        Settings(request);
        HyperParameters(request.HyperParameters);
        Count("environment variables", request.Environment?.Count, 100, "Those of MlOps are counted too: one for each input channel, and seven more.");
        Uri("The folder for TensorBoard", request.TensorBoardOutputConfig?.S3OutputPath);
        Tags(request.Tags);
    }

    /// <summary>Checks what a training job and a tuning job's definition say alike.</summary>
    public static void Settings(TrainingSettings settings)
    {
        Text("The role", settings.RoleArn, 20, 2048, RolePattern(), "A role looks like arn:aws:iam::123456789012:role/SageMaker.");
        Algorithm(settings.AlgorithmSpecification);

        foreach (var (name, value) in settings.Environment.OrNone())
        {
            Text($"The name of the environment variable '{Start(name)}'", name, 0, 512, null);
            Text($"Environment variable '{name}'", value, 0, 512, null);
        }

        Count("input channels", settings.InputDataConfig?.Count, 20);
        foreach (var channel in settings.InputDataConfig ?? [])
        {
            Text($"The name of the input channel '{Start(channel.ChannelName)}'", channel.ChannelName, 1, 64, ChannelPattern(), "Use letters, digits, dots, hyphens and underscores.");
            Uri($"The location of the input channel '{channel.ChannelName}'", channel.DataSource?.S3DataSource?.S3Uri);
        }

        Uri("The folder for results", settings.OutputDataConfig?.S3OutputPath);
        Uri("The folder for checkpoints", settings.CheckpointConfig?.S3Uri);
        Text("The encryption key", settings.OutputDataConfig?.KmsKeyId, 0, 2048, KeyPattern(), "Give a key's id or ARN, or alias/…");

        Number("InstanceCount", settings.ResourceConfig?.InstanceCount, 1, int.MaxValue);
        Number("The volume's size in GiB", settings.ResourceConfig?.VolumeSizeInGB, 1, 16384);
        Number("KeepAlive in seconds", settings.ResourceConfig?.KeepAlivePeriodInSeconds, 0, 21600);
        Number("MaxRuntime in seconds", settings.StoppingCondition?.MaxRuntimeInSeconds, 1, (int)StoppingConditions.Longest.TotalSeconds);
        Number("MaxWait in seconds", settings.StoppingCondition?.MaxWaitTimeInSeconds, 1, (int)StoppingConditions.Longest.TotalSeconds);
        Number("RetryCount", settings.RetryStrategy?.MaximumRetryAttempts, 1, 30);

        Network(settings.VpcConfig);
    }

    public static void HyperParameters(IReadOnlyDictionary<string, string>? hyperparameters)
    {
        Count("hyperparameters", hyperparameters?.Count, 100);
        foreach (var (name, value) in hyperparameters.OrNone())
        {
            Text($"The name of the hyperparameter '{Start(name)}'", name, 0, 256, OneLine(), NoLineBreak);
            Text($"Hyperparameter '{name}'", value, 0, 2500, OneLine(), NoLineBreak);
        }
    }

    public static void Tags(IReadOnlyList<Tag>? tags)
    {
        Count("tags", tags?.Count, 50);
        foreach (var tag in tags ?? [])
        {
            Text($"The name of the tag '{Start(tag.Key)}'", tag.Key, 1, 128, TagPattern(), TagRule);
            Text($"Tag '{tag.Key}'", tag.Value, 0, 256, TagPattern(), TagRule);
        }
    }

    private static void Algorithm(AlgorithmSpecification? algorithm)
    {
        Text("The image", algorithm?.TrainingImage, 1, 255, OneLine(), NoLineBreak);
        var (command, code) = CodeCopy.Split(algorithm?.ContainerEntrypoint ?? []);
        Count("elements in its command", command.Count, 100 - (code is null ? 0 : CodeCopy.Elements), code is null ? "" : "Copying the code of -SourceDirectory takes a few more.");
        Each("Command element", command);
        Count("arguments", algorithm?.ContainerArguments?.Count, 100, "The hyperparameters are counted too: -ArgumentStyle Equals makes one argument of each.");
        Each("Argument", algorithm?.ContainerArguments);

        Count("metrics", algorithm?.MetricDefinitions?.Count, 40);
        foreach (var metric in algorithm?.MetricDefinitions ?? [])
        {
            Text($"The name of the metric '{Start(metric.Name)}'", metric.Name, 1, 255, OneLine(), NoLineBreak);
            Text($"The pattern of the metric '{metric.Name}'", metric.Regex, 1, 500, OneLine(), NoLineBreak);
        }

        static void Each(string what, IReadOnlyList<string>? texts)
        {
            for (var i = 0; i < texts?.Count; i++)
            {
                Text($"{what} {i + 1}", texts[i], 0, 256, OneLine(), $"It begins with '{Start(texts[i])}'. {NoLineBreak}");
            }
        }
    }

    private static void Network(VpcConfig? network)
    {
        Count("subnets", network?.Subnets.Count, 16);
        Count("security groups", network?.SecurityGroupIds.Count, 5);
        foreach (var id in network?.Subnets ?? [])
        {
            Text($"The subnet '{Start(id)}'", id, 1, 32, IdPattern(), "A subnet looks like subnet-0123456789abcdef0.");
        }

        foreach (var id in network?.SecurityGroupIds ?? [])
        {
            Text($"The security group '{Start(id)}'", id, 1, 32, IdPattern(), "A security group looks like sg-0123456789abcdef0.");
        }
    }
}
