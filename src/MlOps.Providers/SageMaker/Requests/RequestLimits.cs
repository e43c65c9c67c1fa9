using System.Globalization;
using System.Text.RegularExpressions;
using MlOps.Providers.Requests;
using MlOps.Providers.SageMaker.Documents;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>What SageMaker allows (botocore sagemaker/2017-07-24, shapes of <c>CreateTrainingJob</c>), so that nothing is sent that it would refuse.</summary>
internal static partial class RequestLimits
{
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: something is too long, too many or not of the form; the message names it, its size and the limit.</exception>
    public static void Check(CreateTrainingJobRequest request)
    {
        Text("The role", request.RoleArn, 20, 2048, RolePattern(), "A role looks like arn:aws:iam::123456789012:role/SageMaker.");
        Algorithm(request.AlgorithmSpecification);

        Count("hyperparameters", request.HyperParameters?.Count, 100);
        foreach (var (name, value) in request.HyperParameters.OrNone())
        {
            Text($"The name of the hyperparameter '{Start(name)}'", name, 0, 256, OneLine(), NoLineBreak);
            Text($"Hyperparameter '{name}'", value, 0, 2500, OneLine(), NoLineBreak);
        }

        Count("environment variables", request.Environment?.Count, 100, "Those of MlOps are counted too: one for each input channel, and seven more.");
        foreach (var (name, value) in request.Environment.OrNone())
        {
            Text($"The name of the environment variable '{Start(name)}'", name, 0, 512, null);
            Text($"Environment variable '{name}'", value, 0, 512, null);
        }

        Count("input channels", request.InputDataConfig?.Count, 20);
        foreach (var channel in request.InputDataConfig ?? [])
        {
            Text($"The name of the input channel '{Start(channel.ChannelName)}'", channel.ChannelName, 1, 64, ChannelPattern(), "Use letters, digits, dots, hyphens and underscores.");
            Uri($"The location of the input channel '{channel.ChannelName}'", channel.DataSource?.S3DataSource?.S3Uri);
        }

        Uri("The folder for results", request.OutputDataConfig?.S3OutputPath);
        Uri("The folder for checkpoints", request.CheckpointConfig?.S3Uri);
        Uri("The folder for TensorBoard", request.TensorBoardOutputConfig?.S3OutputPath);
        Text("The encryption key", request.OutputDataConfig?.KmsKeyId, 0, 2048, KeyPattern(), "Give a key's id or ARN, or alias/…");

        Number("InstanceCount", request.ResourceConfig?.InstanceCount, 1, int.MaxValue);
        Number("The volume's size in GiB", request.ResourceConfig?.VolumeSizeInGB, 1, 16384);
        Number("KeepAlive in seconds", request.ResourceConfig?.KeepAlivePeriodInSeconds, 0, 21600);
        Number("MaxRuntime in seconds", request.StoppingCondition?.MaxRuntimeInSeconds, 1, (int)StoppingConditions.Longest.TotalSeconds);
        Number("MaxWait in seconds", request.StoppingCondition?.MaxWaitTimeInSeconds, 1, (int)StoppingConditions.Longest.TotalSeconds);
        Number("RetryCount", request.RetryStrategy?.MaximumRetryAttempts, 1, 30);

        Network(request.VpcConfig);

        Count("tags", request.Tags?.Count, 50);
        foreach (var tag in request.Tags ?? [])
        {
            Text($"The name of the tag '{Start(tag.Key)}'", tag.Key, 1, 128, TagPattern(), TagRule);
            Text($"Tag '{tag.Key}'", tag.Value, 0, 256, TagPattern(), TagRule);
        }
    }

    private const string NoLineBreak = "A line break cannot be in it.";
    private const string TagRule = "Use letters, digits, spaces and _.:/=+-@.";

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

    private static void Uri(string what, string? uri) => Text(what, uri, 1, 1024, UriPattern(), "An address looks like s3://bucket/folder.");

    private static void Count(string what, int? count, int most, string action = "")
    {
        if (count > most)
        {
            throw Refused($"The job has {Shown(count.Value)} {what}; SageMaker allows {Shown(most)}.", action, what);
        }
    }

    private static void Number(string what, int? number, int least, int most)
    {
        if (number < least || number > most)
        {
            throw Refused(
                most == int.MaxValue ? $"{what} is {Shown(number!.Value)}; SageMaker allows {Shown(least)} or more." : $"{what} is {Shown(number!.Value)}; SageMaker allows {Shown(least)} to {Shown(most)}.",
                "",
                number);
        }
    }

    private static void Text(string what, string? text, int least, int most, Regex? form, string rule = "")
    {
        if (text is null)
        {
            return;
        }

        what = TerminalText.Clean(what);
        if (text.Length > most)
        {
            throw Refused($"{what} has {Shown(text.Length)} characters; SageMaker allows {Shown(most)}.", rule, text);
        }

        if (text.Length < least)
        {
            throw Refused(text.Length == 0 ? $"{what} is empty." : $"{what} has {Shown(text.Length)} characters; SageMaker wants {Shown(least)} or more.", rule, text);
        }

        if (form?.IsMatch(text) == false)
        {
            throw Refused(form == OneLine() ? $"{what} has a line break, which SageMaker does not allow." : $"{what} is '{Start(text)}', which SageMaker does not allow.", rule, text);
        }
    }

    private static MlOpsException Refused(string message, string action, object? target) => new(ErrorCode.InvalidArgument, message, action, target);

    private static string Shown(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Start(string text) => TerminalText.Clean(text.Length > 40 ? $"{text[..40]}…" : text);

    private static IEnumerable<KeyValuePair<string, string>> OrNone(this IReadOnlyDictionary<string, string>? table) => table ?? Enumerable.Empty<KeyValuePair<string, string>>();

    // What '.' of the vendor's patterns does not match, which are Java's.
    [GeneratedRegex(@"\A[^\n\r\u0085\u2028\u2029]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex OneLine();

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:iam::[0-9]{12}:role/?[a-zA-Z_0-9+=,.@/-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex RolePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex ChannelPattern();

    [GeneratedRegex(@"\A(https|s3)://([^/\n\r\u0085\u2028\u2029]+)(/[^\n\r\u0085\u2028\u2029]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex UriPattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9:/_-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\A[\p{L}\p{Z}\p{N}_.:/=+@-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex TagPattern();
}
