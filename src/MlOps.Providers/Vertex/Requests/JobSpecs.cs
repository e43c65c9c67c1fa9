using System.Globalization;
using System.Text.Json.Nodes;
using MlOps.Providers.Vertex.Documents;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>What a training job and every trial of a tuning job have in common: machines, a container and where it writes to.</summary>
internal static class JobSpecs
{
    /// <summary>Makes that part of a request.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="defaults">The settings.</param>
    /// <param name="baseUri">The folder that it writes to; <see langword="null"/> when there is none.</param>
    /// <param name="container">What its machines run.</param>
    public static CustomJobSpec Of(TrainingSpec spec, VertexDefaults defaults, string? baseUri, ContainerSpec container)
    {
        RequestLimits.Instances(spec.InstanceCount);
        var machine = Machines.Of(spec);
        var pool = new WorkerPoolSpec
        {
            ContainerSpec = container,
            MachineSpec = machine,
            ReplicaCount = 1,
            DiskSpec = Disks.Of(spec, machine.MachineType!),
        };
        return new()
        {
            // The first pool is the one machine that leads; the others are its workers.
            WorkerPoolSpecs = spec.InstanceCount == 1 ? [pool] : [pool, pool with { ReplicaCount = spec.InstanceCount - 1 }],
            Scheduling = Schedules.Of(spec),
            ServiceAccount = spec.ExecutionRole ?? defaults.ServiceAccount,
            Network = Network(spec, defaults.Project),
            BaseOutputDirectory = baseUri is null ? null : new() { OutputUriPrefix = baseUri },
        };
    }

    /// <summary>The folder that a job writes to, where its user says it in Vertex AI's own words.</summary>
    /// <param name="spec">What the options say of this part of a request.</param>
    public static string? BaseUri(JsonNode? spec) =>
        ((spec as JsonObject)?["baseOutputDirectory"] as JsonObject)?["outputUriPrefix"] is JsonValue prefix
            && prefix.TryGetValue(out string? given) && given.StartsWith("gs://", StringComparison.Ordinal) ? given : null;

    /// <summary>The network is one on Vertex AI, not several subnets. It goes by the project's number, and where that is set its name alone will do.</summary>
    private static string? Network(TrainingSpec spec, string? project) => spec.Subnets switch
    {
        [] => null,
        [var name] when !name.Contains('/', StringComparison.Ordinal) && project is { Length: > 0 } && project.All(char.IsAsciiDigit) => $"projects/{project}/global/networks/{name}",
        [var name] => name,
        _ => throw new MlOpsException(
            ErrorCode.InvalidArgument,
            $"The job has {spec.Subnets.Count.ToString(CultureInfo.InvariantCulture)} subnets; Vertex AI connects a job to one network.",
            "Give one -Subnet: projects/PROJECT-NUMBER/global/networks/NAME.",
            spec.Name),
    };
}
