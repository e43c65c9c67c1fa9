using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MlOps.Cmdlets.Completion;

/// <summary>Completes the names of tuning jobs, the newest first.</summary>
public sealed class TuningJobNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var jobs = KnownJobs.Find(fakeBoundParameters, new() { Names = [NamePattern.Parse(wordToComplete.Trim('\'', '"') + "*")], Kind = MlJobKind.Tuning });
        return CompletionText.Of(jobs.Select(found => WildcardPattern.Escape(found.Job.Name)), wordToComplete);
    }
}
