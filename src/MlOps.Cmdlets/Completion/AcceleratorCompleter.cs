using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MlOps.Cmdlets.Completion;

/// <summary>Completes the accelerators of the machines of the providers that the command line names.</summary>
public sealed class AcceleratorCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionText.Of(KnownMachines.Find(fakeBoundParameters).Select(machine => machine.Accelerator).Where(name => name.Length > 0), wordToComplete);
}
