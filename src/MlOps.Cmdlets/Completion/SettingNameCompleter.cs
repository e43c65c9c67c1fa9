using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using MlOps.Cmdlets.Hosting;

namespace MlOps.Cmdlets.Completion;

/// <summary>Completes the names of the settings.</summary>
public sealed class SettingNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionText.Of(ProviderHost.CreateContext().Settings.Select(setting => setting.Name), wordToComplete);
}
