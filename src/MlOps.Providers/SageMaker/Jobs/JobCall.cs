using MlOps.Providers.SageMaker.Documents;
using MlOps.Providers.SageMaker.Requests;

namespace MlOps.Providers.SageMaker.Jobs;

/// <summary>What the container of a job is called with: what the request says, or, for a trial that SageMaker's tuning has started, what the environment says to the image's entrypoint.</summary>
/// <param name="Entrypoint">The command, with what was put before it.</param>
/// <param name="Arguments">The arguments after it; <see langword="null"/> when the request has none.</param>
/// <param name="Contract">What the environment says; <see langword="null"/> for a job that it says nothing of.</param>
internal sealed record JobCall(IReadOnlyList<string> Entrypoint, IReadOnlyList<string>? Arguments, EntrypointCall? Contract)
{
    public static JobCall Of(AlgorithmSpecification? algorithm, IReadOnlyDictionary<string, string>? environment) =>
        algorithm?.ContainerEntrypoint is null && algorithm?.ContainerArguments is null && environment is not null && EntrypointContract.Read(environment) is { } contract
            ? new(contract.Command, contract.Arguments, contract)
            : new(algorithm?.ContainerEntrypoint ?? [], algorithm?.ContainerArguments, null);

    public TrainingPaths Paths(IReadOnlyList<Channel> channels)
    {
        var inputs = JobParts.InputData(channels).Where(channel => JobParts.IsChannelName(channel.Key)).ToDictionary(StringComparer.Ordinal);
        return Contract is null ? SageMakerPaths.Of(inputs) : SageMakerPaths.OfTrial(inputs);
    }

    /// <summary>The hyperparameters and the arguments of a job.</summary>
    /// <param name="kept">The hyperparameters as SageMaker has them.</param>
    /// <param name="job">The job's name, as its arguments have it.</param>
    /// <param name="paths">The job's folders.</param>
    public (IReadOnlyDictionary<string, object?> Hyperparameters, IReadOnlyList<string> Arguments) Read(IReadOnlyDictionary<string, string>? kept, string job, TrainingPaths paths)
    {
        if (Contract is null)
        {
            return JobParts.Hyperparameters(kept, Arguments, job, paths);
        }

        var hyperparameters = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, text) in JobParts.Own(kept).OrderBy(one => Place(one.Key)))
        {
            hyperparameters[name] = EntrypointContract.Value(Contract, name, text, job, paths);
        }

        return (hyperparameters, TrainingContract.Collapse(Contract.Arguments, job, paths));
    }

    private int Place(string name)
    {
        for (var i = 0; i < Contract!.Hyperparameters.Count; i++)
        {
            if (Contract.Hyperparameters[i] == name)
            {
                return i;
            }
        }

        return int.MaxValue;
    }
}
