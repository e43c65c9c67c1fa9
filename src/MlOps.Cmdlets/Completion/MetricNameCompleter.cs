using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MlOps.Cmdlets.Completion;

/// <summary>Completes the names of the metrics of the jobs that the command line names.</summary>
public sealed class MetricNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var jobs = KnownJobs.FindNamed(fakeBoundParameters);
        return CompletionText.Of(jobs.SelectMany(found => found.Job.MetricPattern.Keys.Concat(found.Job.Metric.Keys)), wordToComplete);
    }
}
