namespace MlOps.Providers.Local;

/// <summary>Turns a job into what is run for it on this machine. Looks at files and programs, changes nothing.</summary>
internal sealed class LocalPlanner(JobStore store)
{
    private const int MaxInstances = 256;

    /// <summary>The document of a job that is not there yet.</summary>
    /// <exception cref="MlOpsException">The job cannot be run here.</exception>
    public LocalPlan Plan(TrainingSpec spec, LocalMachine machine, CancellationToken cancellationToken)
    {
        JobName.Validate(spec.Name);
        var source = LocalCode.Resolve(spec);
        return new(Document(spec, machine, source), source is null ? [] : CodeFolder.List(source, onSkipped: null, cancellationToken));
    }

    private LocalJobDocument Document(TrainingSpec spec, LocalMachine machine, string? source)
    {
        var options = LocalOptions.Read(spec.ProviderOptions);
        var folder = store.Folder(spec.Name);
        var inputs = spec.InputData.ToDictionary(channel => channel.Key, channel => LocalInput.Resolve(channel.Key, channel.Value, spec.WorkingDirectory));
        return new()
        {
            // Time-ordered, so that what a crash left lying around can be dated.
            Id = Guid.CreateVersion7().ToString("n"),
            Name = spec.Name,
            CreatedAt = DateTimeOffset.UtcNow,
            Machine = machine,
            Image = spec.Image ?? "",
            Command = spec.Command,
            Hyperparameters = spec.Hyperparameters.ToDictionary(),
            Arguments = spec.Arguments,
            InputData = inputs,
            SourceDirectory = source ?? "",
            Environment = spec.Environment,
            Tags = spec.Tags,
            MetricPatterns = Checked(spec.MetricPatterns),
            Launch = (spec.Image is null ? PlanProcess(spec, folder, inputs, source) : PlanContainer(spec, folder, inputs, machine, options)) with
            {
                InstanceCount = spec.InstanceCount is > 0 and <= MaxInstances
                    ? spec.InstanceCount
                    : throw new MlOpsException(ErrorCode.InvalidArgument, $"A local job has from 1 to {MaxInstances} instances, not {spec.InstanceCount}.", "Give another -InstanceCount.", spec.InstanceCount),
                RendezvousPort = spec.InstanceCount > 1 ? FreePort.Find() : 0,
                MaxRuntimeSeconds = spec.MaxRuntime is { } limit
                    ? limit > TimeSpan.Zero ? limit.TotalSeconds : throw new MlOpsException(ErrorCode.InvalidArgument, $"A job cannot run for at most {limit}.", "Give a -MaxRuntime above zero.", limit)
                    : null,
                StopGraceSeconds = options.StopGraceSeconds,
            },
        };
    }

    /// <summary>What the job asks for and does not get: a local job has this machine as it is. What this machine has anyway is not among it.</summary>
    public static IReadOnlyList<string> Ignored(TrainingSpec spec, LocalMachine machine)
    {
        var ignored = new List<string>();
        if (spec.InstanceType is not (null or LocalMachine.InstanceType))
        {
            ignored.Add($"InstanceType {spec.InstanceType}");
        }

        if (spec.Accelerator is not null && !machine.Accelerator.Contains(spec.Accelerator, StringComparison.OrdinalIgnoreCase))
        {
            ignored.Add($"Accelerator {spec.Accelerator}");
        }

        if (spec.AcceleratorCount > machine.AcceleratorCount)
        {
            ignored.Add($"AcceleratorCount {spec.AcceleratorCount}");
        }

        (string Name, bool IsAsked)[] clouds =
        [
            ("Spot", spec.Spot),
            ("MaxWait", spec.MaxWait is not null),
            ("RetryCount", spec.Retries is not null),
            ("KeepAlive", spec.KeepAlive is not null),
            ("VolumeSize", spec.VolumeSize is not null),
            ("ExecutionRole", spec.ExecutionRole is not null),
            ("Subnet", spec.Subnets.Count > 0),
            ("SecurityGroup", spec.SecurityGroups.Count > 0),
            ("EncryptionKey", spec.EncryptionKey is not null),
            ("EncryptTraffic", spec.EncryptTraffic),
            ("IsolateNetwork", spec.IsolateNetwork),
        ];
        return [.. ignored, .. clouds.Where(asked => asked.IsAsked).Select(asked => asked.Name)];
    }

    private static IReadOnlyDictionary<string, string> Checked(IReadOnlyDictionary<string, string> patterns)
    {
        foreach (var (name, regex) in patterns)
        {
            // Now, while somebody looks, and not when the job has run for a day.
            _ = new MetricPattern(name, regex);
        }

        return patterns;
    }

    private static LocalLaunch PlanProcess(TrainingSpec spec, JobFolder folder, Dictionary<string, string> inputs, string? source)
    {
        if (spec.Command.Count == 0)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"The local job '{spec.Name}' has neither a command nor an image.", "Give -Command, as in -Command python3,train.py.", spec.Name);
        }

        var paths = new TrainingPaths { Inputs = inputs, Output = folder.Output, Model = folder.Model, Checkpoints = folder.Checkpoints, TensorBoard = folder.Logs };
        var arguments = TrainingContract.Arguments(spec, paths);
        if (source is null && !Directory.Exists(spec.WorkingDirectory))
        {
            throw new MlOpsException(ErrorCode.NotFound, $"The working folder '{spec.WorkingDirectory}' does not exist.", "Go to a folder that does and start the job there.", spec.WorkingDirectory);
        }

        // The copy of the code has the same programs as the code.
        ProgramPath.Require(arguments[0], source ?? spec.WorkingDirectory, spec.Environment);
        return new()
        {
            Arguments = arguments,
            WorkingDirectory = source is null ? spec.WorkingDirectory : folder.Source,
            Environment = Unbuffered(TrainingContract.EnvironmentVariables(spec, paths, LocalProvider.ProviderName)),
        };
    }

    private static LocalLaunch PlanContainer(TrainingSpec spec, JobFolder folder, Dictionary<string, string> inputs, LocalMachine machine, LocalOptions options)
    {
        var engine = ContainerEngine.Find(options.ContainerEngine);
        const string root = ContainerCommand.Root;
        var paths = new TrainingPaths
        {
            Inputs = inputs.ToDictionary(channel => channel.Key, channel => $"{root}/input/{channel.Key}"),
            Output = $"{root}/output",
            Model = $"{root}/model",
            Checkpoints = $"{root}/checkpoints",
            TensorBoard = $"{root}/logs",
        };
        var environment = Unbuffered(TrainingContract.EnvironmentVariables(spec, paths, LocalProvider.ProviderName));
        var folders = new[]
            {
                (folder.Output, paths.Output, false),
                (folder.Model, paths.Model, false),
                (folder.Checkpoints, paths.Checkpoints, false),
                (folder.Logs, paths.TensorBoard, false),
            }
            .Concat(spec.SourceDirectory is null ? [] : [(folder.Source, ContainerCommand.Source, false)])
            .Concat(inputs.Select(channel => (channel.Value, paths.Inputs[channel.Key], true)));

        // What one instance is told over another is known when it starts; the names are known now.
        var variables = new LocalLaunch { Arguments = [], WorkingDirectory = "", Environment = environment, InstanceCount = spec.InstanceCount }.InstanceEnvironment("", 0).Keys;
        return new()
        {
            Arguments = ContainerCommand.Run(engine, spec, TrainingContract.Arguments(spec, paths), folders, variables, machine, options),
            WorkingDirectory = folder.Path,
            Environment = environment,
            ContainerEngine = engine,
        };
    }

    /// <summary>Python holds its output back when it goes to a file. A log that can be followed is worth more.</summary>
    private static Dictionary<string, string> Unbuffered(IReadOnlyDictionary<string, string> environment)
    {
        var all = new Dictionary<string, string>(environment);
        all.TryAdd("PYTHONUNBUFFERED", "1");
        return all;
    }
}
