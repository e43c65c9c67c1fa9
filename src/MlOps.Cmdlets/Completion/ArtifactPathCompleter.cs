using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MlOps.Cmdlets.Completion;

/// <summary>Completes the paths of the files of the jobs that the command line names.</summary>
public sealed class ArtifactPathCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var jobs = KnownJobs.FindNamed(fakeBoundParameters);
        var paths = Lookup.Collect(token => jobs.ToAsyncEnumerable().SelectMany(found => found.Provider.ListFilesAsync(found.Job, token)));
        return CompletionText.Of(paths.Select(file => file.Path), wordToComplete);
    }
}
