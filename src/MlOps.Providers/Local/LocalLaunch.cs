using System.Globalization;

namespace MlOps.Providers.Local;

/// <summary>What is run for a local job: the same for every instance but for the rank.</summary>
public sealed record LocalLaunch
{
    /// <summary>The program and its arguments, as the system gets them.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The folder that it starts in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The environment variables that are added to the shell's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How many instances are started.</summary>
    public int InstanceCount { get; init; } = 1;

    /// <summary>The port on this machine where the instances meet; 0 for a single instance.</summary>
    public int RendezvousPort { get; init; }

    /// <summary>After how many seconds the job is stopped; <see langword="null"/> for never.</summary>
    public double? MaxRuntimeSeconds { get; init; }

    /// <summary>How many seconds lie between the request to end (SIGTERM) and the end (SIGKILL).</summary>
    public double StopGraceSeconds { get; init; } = LocalOptions.DefaultStopGraceSeconds;

    /// <summary>The container engine's program; empty for a plain process.</summary>
    public string ContainerEngine { get; init; } = "";

    /// <summary>The program and arguments of one instance.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="rank">The instance.</param>
    /// <returns>The arguments.</returns>
    public IReadOnlyList<string> InstanceArguments(string jobId, int rank) =>
        ContainerEngine.Length == 0 ? Arguments : ContainerCommand.ForInstance(this, jobId, rank);

    /// <summary>The added environment of one instance. The names are those that <c>torchrun</c> gives its workers (https://pytorch.org/docs/stable/elastic/run.html#environment-variables).</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="rank">The instance.</param>
    /// <returns>Names and values.</returns>
    public IReadOnlyDictionary<string, string> InstanceEnvironment(string jobId, int rank)
    {
        var environment = new Dictionary<string, string>(Environment) { [JobProcesses.MarkerVariable] = jobId };
        if (InstanceCount > 1)
        {
            var worldSize = InstanceCount.ToString(CultureInfo.InvariantCulture);
            var own = rank.ToString(CultureInfo.InvariantCulture);
            environment["RANK"] = own;
            environment["LOCAL_RANK"] = own;
            environment["GROUP_RANK"] = "0";
            environment["WORLD_SIZE"] = worldSize;
            environment["LOCAL_WORLD_SIZE"] = worldSize;
            environment["MASTER_ADDR"] = "127.0.0.1";
            environment["MASTER_PORT"] = RendezvousPort.ToString(CultureInfo.InvariantCulture);
        }

        return environment;
    }
}
