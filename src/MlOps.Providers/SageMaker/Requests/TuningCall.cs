using MlOps.Providers.Requests;

namespace MlOps.Providers.SageMaker.Requests;

/// <summary>How the trials of a search are called, for the entrypoint that makes the training contract's arguments of it.</summary>
internal static class TuningCall
{
    /// <exception cref="MlOpsException">A hyperparameter is both fixed and varied, or something has no form as an argument.</exception>
    public static EntrypointCall Of(TuningDefinition kind, MlTuningStrategy strategy, TrainingPaths paths)
    {
        var job = kind.Job;

        // Varied ones by a stand-in, so that their names are looked at like those of the fixed ones.
        var arguments = TrainingContract.Arguments(job with { Hyperparameters = [.. job.Hyperparameters, .. kind.Space.Names.Select(name => KeyValuePair.Create(name, (object?)"value"))] }, paths);
        IReadOnlyList<string> command = [.. arguments.Take(job.Command.Count)];
        var expanded = EntrypointContract.Expand(job.Hyperparameters, job.Name, paths);
        return new(
            job.SourceDirectory is null ? command : CodeCopy.Before(command, SageMakerPaths.Code),
            [.. arguments.TakeLast(job.Arguments.Count)],
            job.ArgumentStyle,
            [.. expanded.Select(one => one.Key), .. kind.Space.Names],
            [
                .. expanded.Where(one => EntrypointContract.IsDisguised(one.Value)).Select(one => one.Key),
                .. TuningRanges.Parameters(kind.Space).Where(parameter => TuningRanges.Listed(parameter.Domain, strategy)?.Any(EntrypointContract.IsDisguised) == true).Select(parameter => parameter.Name),
            ]);
    }
}
