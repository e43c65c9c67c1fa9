using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MlOps.Cmdlets.Completion;

/// <summary>Completes the names of the providers whose machines the catalogue knows.</summary>
public sealed class MachineProviderCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionText.Of(InstanceCatalogue.Providers, wordToComplete);
}
