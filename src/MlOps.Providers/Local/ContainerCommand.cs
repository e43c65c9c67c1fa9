using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace MlOps.Providers.Local;

/// <summary>The command lines of a container engine.</summary>
internal static class ContainerCommand
{
    /// <summary>Where the job's folders are inside the container.</summary>
    public const string Root = "/mlops";

    /// <summary>Where the job's code is inside the container, when it brings some along.</summary>
    public const string Source = $"{Root}/source";

    /// <summary>The engine's arguments for a job's container, but for what differs by instance.</summary>
    public static IReadOnlyList<string> Run(string engine, TrainingSpec spec, IReadOnlyList<string> arguments, IEnumerable<(string Host, string Container, bool ReadOnly)> folders, IEnumerable<string> variables, LocalMachine machine, LocalOptions options)
    {
        var run = new List<string> { engine, "run", "--rm", "--init" };
        foreach (var (host, container, readOnly) in folders)
        {
            run.AddRange(["--mount", $"type=bind,source={host},target={container}{(readOnly ? ",readonly" : "")}"]);
        }

        // By name only: the engine takes the value from its own environment, and no secret stands in a process list.
        run.AddRange(variables.SelectMany(variable => new[] { "--env", variable }));
        if (machine.AcceleratorCount > 0)
        {
            run.AddRange(engine == "docker" ? ["--gpus", "all"] : ["--device", "nvidia.com/gpu=all"]);
        }

        if (spec.InstanceCount > 1)
        {
            // The instances meet at a port of this machine.
            run.AddRange(["--network", "host"]);
        }

        if (spec.SourceDirectory is not null)
        {
            run.AddRange(["--workdir", Source]);
        }

        run.AddRange(options.ContainerOptions);
        if (spec.Command.Count > 0)
        {
            run.AddRange(["--entrypoint", arguments[0]]);
        }

        return [.. run, spec.Image!, .. arguments.Skip(spec.Command.Count > 0 ? 1 : 0)];
    }

    /// <summary>The arguments for one instance: its container's name makes it possible to end it.</summary>
    public static IReadOnlyList<string> ForInstance(LocalLaunch launch, string jobId, int rank) =>
        [.. launch.Arguments.Take(2), "--name", Name(jobId, rank), .. launch.Arguments.Skip(2)];

    /// <summary>Ends the containers of a job, if any are left.</summary>
    public static void Remove(LocalLaunch launch, string jobId)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(launch.ContainerEngine, ["rm", "--force", .. Enumerable.Range(0, launch.InstanceCount).Select(rank => Name(jobId, rank))])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            process?.WaitForExit(TimeSpan.FromSeconds(30));
        }
        catch (Win32Exception)
        {
            // The engine was uninstalled meanwhile: then nothing of it runs.
        }
    }

    private static string Name(string jobId, int rank) => string.Create(CultureInfo.InvariantCulture, $"mlops-{jobId}-{rank}");
}
