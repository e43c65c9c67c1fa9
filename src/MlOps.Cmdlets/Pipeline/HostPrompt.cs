using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>Asks the user through the host of a cmdlet, on the pipeline's thread.</summary>
internal sealed class HostPrompt(PSCmdlet cmdlet) : IUserPrompt
{
    private SynchronizationContext? _pipeline;

    /// <summary>To be called on the pipeline's thread before work that may ask.</summary>
    public void Enter() => _pipeline = SynchronizationContext.Current;

    /// <inheritdoc/>
    public string? AskSecret(string question)
    {
        var answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pipeline?.Post(_ => Ask(question, answer), null);
        return _pipeline is null ? null : answer.Task.GetAwaiter().GetResult();
    }

    private void Ask(string question, TaskCompletionSource<string?> answer)
    {
        try
        {
            cmdlet.Host.UI.Write($"{question}: ");
            using var secret = cmdlet.Host.UI.ReadLineAsSecureString();
            answer.TrySetResult(new NetworkCredential("", secret).Password);
        }
        catch (Exception e) when (e is PSInvalidOperationException or PSNotImplementedException or HostException or PSNotSupportedException or PipelineStoppedException)
        {
            // A session without a person, or one who pressed Ctrl+C.
            answer.TrySetResult(null);
        }
    }
}
