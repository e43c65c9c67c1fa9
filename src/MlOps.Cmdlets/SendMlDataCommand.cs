using System.Collections.Concurrent;
using System.Management.Automation;
using MlOps.Cmdlets.Formatting;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Sends files to S3 or Cloud Storage, from this machine or from the other store.</summary>
/// <remarks>
/// <para>The destination is a folder: what is in a folder goes into it with its paths, a file under its own name. What is there with the same content is not sent again. Many files go side by side, and large ones in several parts; every file is held against the store's own checksum.</para>
/// <para>When the work ends early, the next run goes on with what is there: with files that were begun, in the parts that are missing.</para>
/// <para>Between two stores the data passes through this machine and not through its disk. From a store to a folder of this machine it works in the same way.</para>
/// <para>Bytes are transferred as they are stored: an object with a content encoding such as gzip stays encoded.</para>
/// </remarks>
/// <example>
/// <title>Send a folder to S3</title>
/// <code>Send-MlData ./data s3://my-data/digits</code>
/// <para>./data/train/a.csv becomes s3://my-data/digits/train/a.csv. The second time only what has changed is sent.</para>
/// </example>
/// <example>
/// <title>Send some files to Cloud Storage</title>
/// <code>Get-ChildItem ./data/*.csv | Send-MlData -Destination gs://my-data/digits</code>
/// <para>Each file goes to gs://my-data/digits/ under its own name.</para>
/// </example>
/// <example>
/// <title>Take data from one cloud to the other</title>
/// <code>Send-MlData s3://my-data/digits gs://my-other-data/digits -Exclude '*.tmp'</code>
/// <para>Copies what is not there yet.</para>
/// </example>
/// <example>
/// <title>Fetch data to this machine</title>
/// <code>Send-MlData gs://my-data/digits ./digits -Include 'train/**'</code>
/// <para>Writes ./digits/train/…</para>
/// </example>
/// <example>
/// <title>See what would be sent</title>
/// <code>Send-MlData ./data s3://my-data/digits -WhatIf</code>
/// <para>Lists the files that are new or changed, with their sizes, and sends none.</para>
/// </example>
[Cmdlet(VerbsCommunications.Send, "MlData", SupportsShouldProcess = true)]
[OutputType(typeof(MlSentData))]
public sealed class SendMlDataCommand : AsyncCmdlet
{
    private readonly List<DataPlace> _sources = [];

    // What goes where, as soon as there are several sources: a name that two of them have goes there once.
    private readonly Dictionary<UInt128, UInt128> _taken = [];

    // Found on other threads, and told on the pipeline's.
    private readonly ConcurrentQueue<Action> _found = new();

    /// <summary>What is sent: files and folders of this machine, or addresses such as s3://bucket/folder and gs://bucket/folder.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "Uri")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The folder that it goes to: s3://bucket/folder, gs://bucket/folder, or, for what comes from there, a path of this machine.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>Only files whose paths below what is sent fit one of these globs, such as train/** or *.csv. * stays within a folder, ** does not; one without a slash fits in every folder.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Include { get; set; } = [];

    /// <summary>Leaves out files whose paths fit one of these globs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Exclude { get; set; } = [];

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (var path in Path)
        {
            if (DataPlace.IsAddress(path))
            {
                _sources.Add(DataPlace.Find(path, Providers));
            }
            else
            {
                await AddFilesAsync(path, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        var destination = DataPlace.IsAddress(Destination)
            ? DataPlace.Find(Destination, Providers)
            : new(new FolderStore(), FolderStore.At(GetUnresolvedProviderPathFromPSPath(Destination)));
        var wanted = new GlobSet(Include, Exclude);
        foreach (var places in Groups())
        {
            try
            {
                await SendAsync(places, destination, wanted, cancellationToken);
            }
            catch (Exception e) when (ProviderFailure.IsExpected(e) && !cancellationToken.IsCancellationRequested)
            {
                // What else is to be sent has its turn all the same.
                WriteError(ProviderFailure.From(e));
            }
        }
    }

    private async Task AddFilesAsync(string path, CancellationToken cancellationToken)
    {
        var store = new FolderStore((left, reason) => _found.Enqueue(() => TellLeftOut(left, reason))) { FollowsLinks = true };
        var literal = GetUnresolvedProviderPathFromPSPath(path);
        var found = System.IO.Path.Exists(literal) ? [literal] : WildcardPattern.ContainsWildcardCharacters(path) ? GetResolvedProviderPathFromPSPath(path, out _).ToArray() : [];
        if (found.Length == 0)
        {
            WriteError(new MlOpsException(ErrorCode.NotFound, $"There is no file or folder '{TerminalText.Clean(path)}'.", "Check the path.", path));
        }

        foreach (var full in found)
        {
            if (Directory.Exists(full))
            {
                _sources.Add(new(store, FolderStore.At(full)));
                continue;
            }

            var file = new DataPlace(store, FolderStore.At(System.IO.Path.GetDirectoryName(full)!) with { Key = System.IO.Path.GetFileName(full) });
            if (await store.DescribeAsync(file.Location, cancellationToken) is null)
            {
                WriteError(new MlOpsException(ErrorCode.InvalidArgument, $"'{file}' cannot be sent: it is no regular file, or a link that leads to none.", "Leave it out.", full));
                continue;
            }

            _sources.Add(file);
        }
    }

    private void TellLeftOut(string path, string reason)
    {
        var message = $"'{TerminalText.Clean(path)}' is left out: {reason}.";
        if (reason == FolderStore.NotReadable)
        {
            WriteError(new MlOpsException(ErrorCode.AccessDenied, message, "See that you may read it, or leave it out.", path));
        }
        else
        {
            WriteWarning(message);
        }
    }

    /// <summary>Single files of one folder go together, each folder and address by itself.</summary>
    private IEnumerable<IReadOnlyList<DataPlace>> Groups() =>
        _sources.GroupBy(place => place.Location.Key.Length > 0 && place.Store.IsNear ? place.Location.Bucket : $"{place.Location} {_sources.IndexOf(place)}").Select(group => group.ToList());

    private async Task SendAsync(IReadOnlyList<DataPlace> sources, DataPlace destination, GlobSet wanted, CancellationToken cancellationToken)
    {
        if (sources[0].Store.IsNear && destination.Store.IsNear)
        {
            throw new MlOpsException(ErrorCode.InvalidArgument, $"'{sources[0]}' and '{destination}' are both on this machine.", "Use Copy-Item, or give an address such as s3://bucket/folder.", Destination);
        }

        var from = sources.Count == 1 ? sources[0].Location : sources[0].Location with { Key = "" };
        var folder = destination.Store.IsNear ? destination.Location : destination.Location.Folder;
        var files = sources.ToAsyncEnumerable().SelectMany(place => place.ListAsync(cancellationToken)).Where(file => wanted.Matches(file.Name) && IsFirst(file, destination));
        using var ledger = destination.Store.IsNear ? null : TransferLedger.Open(System.IO.Path.Combine(MlHome.Path, "transfers"), from, folder);
        var progress = new TransferProgressBar($"Sending {DataPlace.Shown(sources[0].Store, from)} to {DataPlace.Shown(destination.Store, folder)}", WriteProgress);
        var pump = new TransferPump(
            ledger,
            item => ShouldProcess($"{DataPlace.Shown(item.Source, item.Origin.Location)} ({DisplayText.Size(item.Origin.Size)})", $"Send to {DataPlace.Shown(item.Destination, item.Target)}"),
            item => WriteObject(Sent(item, MlSendResult.Unchanged)),
            outcome =>
            {
                if (outcome.Succeeded)
                {
                    WriteObject(Sent(outcome.Item, MlSendResult.Sent));
                }
                else
                {
                    WriteError(outcome.Error);
                }
            });
        try
        {
            await pump.RunAsync(TransferPlan.ListAsync(files, destination.Store, folder, cancellationToken), progress, cancellationToken);
        }
        finally
        {
            progress.Complete();
            while (_found.TryDequeue(out var tell))
            {
                tell();
            }
        }
    }

    /// <summary>Whether nothing else of this call goes to the place of a file. Two different files for one place are an error, and the first one goes.</summary>
    private bool IsFirst((IObjectStore Store, StoredObject Origin, string Name) file, DataPlace destination)
    {
        if (_sources.Count == 1)
        {
            return true;
        }

        var place = TransferLedger.HashOf(destination.Store.NameOf(destination.Location with { Key = file.Name }));
        var source = TransferLedger.HashOf(file.Origin.Location.ToString());
        if (_taken.TryAdd(place, source))
        {
            return true;
        }

        if (_taken[place] != source)
        {
            var shown = DataPlace.Shown(file.Store, file.Origin.Location);
            _found.Enqueue(() => WriteError(new MlOpsException(
                ErrorCode.Conflict, $"'{shown}' is not sent: another file goes to the same place, '{TerminalText.Clean(file.Name)}'.", "Send the two to different folders.", shown)));
        }

        return false;
    }

    private static MlSentData Sent(TransferItem item, MlSendResult result) => new()
    {
        Path = item.Name,
        Source = PlaceOf(item.Source, item.Origin.Location),
        Destination = PlaceOf(item.Destination, item.Target),
        Size = item.Origin.Size,
        Result = result,
    };

    private static string PlaceOf(IObjectStore store, ObjectLocation location) => store.IsNear ? FolderStore.PathOf(location) : store.AddressOf(location);
}
