namespace MlOps;

/// <summary>Who runs a search, and why.</summary>
/// <param name="Engine">The provider's service, or MlOps.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record EngineChoice(MlTuningEngine Engine, string Reason)
{
    /// <summary>Decides who runs a search. Asks nobody.</summary>
    /// <param name="requested">What its user wants.</param>
    /// <param name="spec">The search; its job is that of the first provider.</param>
    /// <param name="providers">The providers that it shall run on, at least one.</param>
    /// <returns>The choice. That a service which was asked for cannot do the search is for <see cref="IProvider.PlanTuning"/> to say.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.InvalidArgument"/>: a service is asked for and there are several providers, or the search has what only a service can do and MlOps has to run it.</exception>
    public static EngineChoice Make(MlTuningEngine requested, TuningSpec spec, IReadOnlyList<IProvider> providers)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(providers);
        if (requested == MlTuningEngine.Client)
        {
            return Client(spec, "as -Engine Client asks for");
        }

        if (providers.Count > 1)
        {
            var names = ClauseList.Of(providers.Select(provider => provider.Name));
            return requested == MlTuningEngine.Auto
                ? Client(spec, $"because {names} share it")
                : throw new MlOpsException(
                    ErrorCode.InvalidArgument,
                    $"-Engine Service hands a search to the tuning service of one provider, and this one is for {names}.",
                    "Name one provider, or leave -Engine out.",
                    requested);
        }

        var provider = providers[0];
        if (requested == MlTuningEngine.Service)
        {
            return new(MlTuningEngine.Service, $"{provider.Name}'s own tuning service runs the search, as -Engine Service asks for.");
        }

        var obstacles = provider.TuningObstacles(spec);
        return obstacles.Count > 0
            ? Client(spec, $"because {ClauseList.Of(obstacles)}")
            : new(MlTuningEngine.Service, $"{provider.Name}'s own tuning service runs the search: it can do all that is asked for.");
    }

    private static EngineChoice Client(TuningSpec spec, string why)
    {
        var reason = $"MlOps runs the search itself, {why}.";
        return ServiceOnly(spec) is not var (parameter, instead) ? new(MlTuningEngine.Client, reason)
            : throw new MlOpsException(ErrorCode.InvalidArgument, $"-{parameter} is for a provider's own tuning service, and {reason}", instead, parameter);
    }

    /// <summary>The parameter of a search that only services know, and what there is instead of it.</summary>
    private static (string Parameter, string Instead)? ServiceOnly(TuningSpec spec) =>
        spec.EarlyStopping != MlEarlyStopping.Off ? ("EarlyStopping", spec.Pruning == MlPruning.None ? "Give -Pruning instead, such as -Pruning Median." : "Leave it out: -Pruning does the same.")
        : spec.WarmStartFrom.Count > 0 ? ("WarmStartFrom", "Leave it out; Resume-MlTuning goes on with a search that MlOps runs.")
        : spec.StopOnConvergence ? ("StopOnConvergence", "Give -MaxTrialsWithoutImprovement instead.")
        : spec.Definitions.Count > 0 ? ("Definition", "Put what tells them apart into -SearchSpace, with New-MlRange -When for what applies to one of them only; or start a search for each.")
        : spec.ProviderOptions.Count > 0 ? ("TuningOption", "Leave it out; -ProviderOption is for the job of each trial.")
        : null;
}
