using System.Management.Automation;
using MlOps.Cmdlets.Completion;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>A cmdlet that works with one or several providers.</summary>
public abstract class ProvidersCmdlet : AsyncCmdlet
{
    /// <summary>The providers: their names, or All for every one that is configured. Without it, the default provider of Get-MlContext.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderNameCompleter))]
    public virtual string[]? Provider { get; set; }

    /// <summary>The providers that <see cref="Provider"/> names, or the default one.</summary>
    /// <returns>The choice.</returns>
    private protected ProviderSelection ChooseProviders() => ProviderSelection.Choose(Providers, Provider ?? [DefaultProviderName]);

    /// <summary>The chosen providers that can be used. Says which ones cannot.</summary>
    /// <returns>The providers.</returns>
    private protected IReadOnlyList<IProvider> UsableProviders()
    {
        var selection = ChooseProviders();
        foreach (var provider in selection.Skipped)
        {
            WriteVerbose($"{provider.Name} is left out, because it is not configured: {provider.MissingConfiguration}");
        }

        foreach (var error in selection.Errors)
        {
            WriteError(error);
        }

        return selection.Usable;
    }

    /// <summary>Finds jobs on the chosen providers and writes an error for each provider that fails and each name that nobody knows.</summary>
    /// <param name="query">Which jobs.</param>
    /// <param name="first">At most how many.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The jobs.</returns>
    private protected IAsyncEnumerable<ProviderJob> FindJobsAsync(JobQuery query, int? first, CancellationToken cancellationToken)
    {
        var providers = UsableProviders();
        var activity = $"Looking for jobs on {string.Join(", ", providers.Select(provider => provider.Name))}";
        return ValuesAsync(JobFinder.FindAsync(providers, query, first, cancellationToken).WithProgress(this, activity, cancellationToken));
    }

    /// <summary>Writes the errors among the answers and passes on the values. To be read with <c>await foreach</c> alone: the operators of LINQ do not come back to the pipeline thread.</summary>
    /// <typeparam name="T">What was asked for.</typeparam>
    /// <param name="answers">The answers.</param>
    /// <returns>The values.</returns>
    private protected async IAsyncEnumerable<T> ValuesAsync<T>(IAsyncEnumerable<Answer<T>> answers)
    {
        await foreach (var answer in answers)
        {
            if (answer.Error is { } error)
            {
                WriteError(error);
            }
            else
            {
                yield return answer.Value!;
            }
        }
    }
}
