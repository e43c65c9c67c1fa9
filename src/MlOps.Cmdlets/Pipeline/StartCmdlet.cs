using System.Globalization;
using System.Management.Automation;
using MlOps.Cmdlets.Formatting;

namespace MlOps.Cmdlets.Pipeline;

/// <summary>A cmdlet that starts something on a provider: it sends what that needs, says what is wrong with it before, and shows the request with -WhatIf.</summary>
public abstract class StartCmdlet : AsyncCmdlet
{
    private const int MostSkipped = 5;

    private readonly HashSet<string> _warned = [];

    /// <summary>The name of the cmdlet, as a person calls it.</summary>
    private protected string CommandName => MyInvocation.MyCommand.Name;

    /// <summary>The provider of a name. With -WhatIf it need not be configured: its request can be shown all the same.</summary>
    private protected IProvider FindProvider(string name) => IsWhatIf ? ProviderSelection.FindOne(Providers, name) : ProviderSelection.ChooseOne(Providers, name);

    /// <summary>Finds what of a job is on this machine and has to be sent, and warns of what does not go along.</summary>
    private protected async Task<InputStaging> FindInputsAsync(IProvider provider, TrainingSpec spec, CancellationToken cancellationToken)
    {
        var staging = await InputStaging.FindAsync(provider, spec, cancellationToken);
        if (staging.Skipped.Count > 0)
        {
            var rest = staging.Skipped.Count > MostSkipped ? string.Create(CultureInfo.InvariantCulture, $" and {staging.Skipped.Count - MostSkipped} more") : "";
            WriteWarning($"The job does not get {string.Join(", ", staging.Skipped.Take(MostSkipped))}{rest}");
        }

        return staging;
    }

    /// <summary>Warns of what has no counterpart on the provider. Writes an error for each thing that has to be set first, unless nothing is to be started.</summary>
    /// <returns>Whether the work can go on.</returns>
    private protected bool CanGoOn(IProvider provider, StartPlan plan, IEnumerable<string> lost)
    {
        string[] ignored = [.. lost, .. plan.Ignored];
        if (ignored.Length > 0)
        {
            WriteWarning($"{provider.Name} has no counterpart for these, and ignores them: {string.Join(", ", ignored)}");
        }

        if (IsWhatIf || plan.Missing.Count == 0)
        {
            return true;
        }

        foreach (var missing in plan.Missing)
        {
            WriteError(missing);
        }

        return false;
    }

    /// <summary>Computes the addresses of what is sent; with -WhatIf, shows what would be.</summary>
    private protected async Task<StagedJob> AddressAsync(InputStaging staging, CancellationToken cancellationToken)
    {
        var progress = new ReadProgressBar($"Reading what {staging.Draft.Name} needs, to see whether it has been sent before", WriteProgress);
        var cache = ContentCache.Open(Path.Combine(MlHome.Path, "cache"));
        var job = await staging.AddressAsync(cache, progress, cancellationToken);
        progress.Complete();
        foreach (var upload in IsWhatIf ? job.Uploads : [])
        {
            ShouldProcess($"Send {Shown(upload)}", "", CommandName);
        }

        return job;
    }

    /// <summary>Asks whether something is to be started; with -WhatIf, shows its request.</summary>
    /// <param name="action">What would be done, as in <c>Start the training job 'x' on Local</c>.</param>
    /// <param name="uploads">What would be sent before.</param>
    /// <param name="request">Makes the request.</param>
    /// <param name="what">What the request is, for a person.</param>
    /// <returns>Whether it is to be started.</returns>
    private protected bool ShouldStart(string action, IEnumerable<StagedInput> uploads, Func<string> request, string what = "request")
    {
        var sent = string.Concat(uploads.Select(upload => $"\nand send {Shown(upload)}"));
        if (ShouldProcess($"{action} with this {what}:", $"{action}{sent}?", CommandName, out var reason))
        {
            return true;
        }

        if (reason == ShouldProcessReason.WhatIf)
        {
            // On the host like the line above it, and to be caught with 6>&1.
            WriteInformation(new HostInformationMessage { Message = request() }, ["PSHOST"]);
        }

        return false;
    }

    /// <summary>Says once with -WhatIf, however many jobs are piped in, what stands in the way of sending requests.</summary>
    private protected void WarnOfMissing(IProvider provider, StartPlan plan)
    {
        IEnumerable<string> missing = IsWhatIf
            ? [
                .. provider.MissingConfiguration is { } configuration ? (string[])[$"{provider.Name} is not configured: {configuration}"] : [],
                .. plan.Missing.Select(error => $"{error.Message} {error.RecommendedAction}".TrimEnd()),
            ]
            : [];
        foreach (var text in missing.Where(_warned.Add))
        {
            WriteWarning($"This request cannot be sent yet: {text}");
        }
    }

    /// <summary>Sends what jobs need and is not there yet, then starts something. When the start fails, what was sent stays: the next start finds it there.</summary>
    private protected async Task<MlJob> StartAsync(IProvider? provider, string name, IReadOnlyList<StagedJob> jobs, Func<Task<MlJob>> start, CancellationToken cancellationToken)
    {
        foreach (var upload in jobs.SelectMany(job => job.Uploads))
        {
            WriteVerbose($"Sends {Shown(upload)}.");
        }

        var progress = new TransferProgressBar($"Sending what {name} needs", WriteProgress);
        try
        {
            return await StagedJob.StartAsync(jobs, () => new InputUploader(Providers, progress), start, cancellationToken);
        }
        catch (Exception e) when (ProviderFailure.IsExpected(e))
        {
            throw provider is null ? ProviderFailure.From(e) : ProviderFailure.From(provider, e);
        }
        finally
        {
            progress.Complete();
        }
    }

    private static string Shown(StagedInput upload)
    {
        var count = upload.Files.Count == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{upload.Files.Count} files");
        return $"{count}, {DisplayText.Size(upload.Size)}, from {TerminalText.Clean(upload.LocalPath)} to {upload.Target}";
    }
}
