using System.Management.Automation;
using MlOps.Cmdlets.Hosting;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>A cmdlet whose work is asynchronous and ends at once on Ctrl+C. Its code runs on the pipeline thread and may write wherever it is.</summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly HostPrompt _prompt;
    private MlContext? _context;
    private IReadOnlyList<IProvider>? _providers;

    /// <summary>Makes a cmdlet.</summary>
    protected AsyncCmdlet() => _prompt = new(this);

    /// <summary>The settings in force.</summary>
    protected MlContext Context => _context ??= ProviderHost.CreateContext();

    /// <summary>Every provider of this installation.</summary>
    protected IReadOnlyList<IProvider> Providers => _providers ??= ProviderHost.CreateProviders(Context, _prompt);

    /// <summary>The provider to take when none is named.</summary>
    protected string DefaultProviderName => Context[MlContext.DefaultProvider.Name]!;

    /// <summary>Whether -WhatIf is in force: then nothing is changed, and what would be is shown.</summary>
    private protected bool IsWhatIf =>
        LanguagePrimitives.IsTrue(MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given) ? given : GetVariableValue("WhatIfPreference"));

    /// <summary>Work before the first input.</summary>
    /// <param name="cancellationToken">Cancelled by Ctrl+C.</param>
    /// <returns>A task.</returns>
    protected virtual Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Work for one input.</summary>
    /// <param name="cancellationToken">Cancelled by Ctrl+C.</param>
    /// <returns>A task.</returns>
    protected virtual Task ProcessAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Work after the last input.</summary>
    /// <param name="cancellationToken">Cancelled by Ctrl+C.</param>
    /// <returns>A task.</returns>
    protected virtual Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Run(BeginAsync);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessAsync);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(EndAsync);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <summary>Writes a non-terminating error.</summary>
    /// <param name="exception">What went wrong.</param>
    protected void WriteError(MlOpsException exception) => WriteError(ErrorRecords.From(exception));

    /// <summary>Frees what the cmdlet holds.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stopping.Dispose();
        }
    }

    private void Run(Func<CancellationToken, Task> work)
    {
        try
        {
            PipelineContext.Run(() =>
            {
                _prompt.Enter();
                return work(_stopping.Token);
            });
        }
        catch (Exception) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (ProviderFailure.IsExpected(e))
        {
            WriteError(ProviderFailure.From(e));
        }
    }
}
