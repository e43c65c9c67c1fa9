using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MlOps;

/// <summary>
/// A tar archive in a store, compressed with gzip or not, whose members are read as if they were files. It is streamed: it never touches the disk, and how much memory that takes does not depend on it.
/// The first reading keeps an index of the members and of places at which decompression can begin; after it a list asks the store for nothing, and a member for the part that it is in. An index counts for
/// exactly the version of the archive that it was made of. A reading that came to an early end is gone on with at the last such place.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="archive">The archive as it was listed or described.</param>
/// <param name="indexFolder">Where indexes are kept; <see langword="null"/> for the folder of this user, below <see cref="MlHome.Path"/>.</param>
public sealed class PackedArchive(IObjectStore store, StoredObject archive, string? indexFolder = null)
{
    private const int MembersAhead = 256;

    /// <summary>What pauses are measured with.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Lists the members, folders not counted. Without a complete index the archive is read, and members come as they are found: that it is damaged may only show at the end. Where a name comes more than
    /// once, the last member of that name is the one that is fetched.
    /// </summary>
    /// <param name="progress">Is told how far the reading is, one report at a time; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The members, in the order of the archive.</returns>
    /// <exception cref="MlOpsException"><see cref="ErrorCode.Corrupt"/>: the archive is damaged, or is none. Any other: it could not be read.</exception>
    public async IAsyncEnumerable<ArchiveMember> ListAsync(IProgress<ArchiveProgress>? progress = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var folder = Folder;
        using var index = Open(folder);
        var start = index is { IsComplete: false } ? ArchiveStart.Last(index) ?? ArchiveStart.Beginning : ArchiveStart.Beginning;
        if (index is not null && (index.IsComplete || start.Point != ArchivePoint.Beginning))
        {
            foreach (var member in index.Members(index.IsComplete ? null : start.Point.RecordEnd))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return member;
            }

            if (index.IsComplete)
            {
                yield break;
            }
        }

        var meter = new ArchiveMeter(progress);
        meter.Expect(archive.Size - start.Point.CompressedByte);
        using var hash = start.Point == ArchivePoint.Beginning ? await HashAsync(cancellationToken).ConfigureAwait(false) : null;
        var found = Channel.CreateBounded<ArchiveMember>(MembersAhead);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Run(found.Writer, () => Scan(index, start, hash, meter, found.Writer, end.Token));
        try
        {
            await foreach (var member in found.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return member;
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
            folder?.Trim();
        }
    }

    /// <summary>
    /// Fetches members. With a complete index only the parts that they are in are fetched, several side by side, and each member is checked against its CRC. Without one the archive is read to its end, and
    /// nothing goes to its place before all of it has turned out to be right. Members are written beside their places; what is unfinished when the work ends is found again by the next run. Where a name
    /// comes more than once, the last member of that name counts.
    /// </summary>
    /// <param name="target">
    /// Says where a member goes: a full path, which has been through <see cref="SafePath"/>; <see langword="null"/> when it is not wanted. It is asked once for each member, and may throw an
    /// <see cref="MlOpsException"/>, which then is what came of that member.
    /// </param>
    /// <param name="progress">Is told how far the reading is, one report at a time; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What came of each wanted member, as they finish; in the order of the archive where all of it was read. What goes wrong with one of them is in its outcome.</returns>
    /// <exception cref="MlOpsException">
    /// <see cref="ErrorCode.Corrupt"/>: the archive is damaged, and nothing of it was put anywhere. <see cref="ErrorCode.Conflict"/>: it was replaced meanwhile. Any other: it could not be read.
    /// </exception>
    public async IAsyncEnumerable<MemberOutcome> ExtractAsync(
        Func<ArchiveMember, string?> target,
        IProgress<ArchiveProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var folder = Folder;
        using var index = Open(folder);
        var meter = new ArchiveMeter(progress);
        var outcomes = Channel.CreateUnbounded<MemberOutcome>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Run(outcomes.Writer, () => Extract(index, target, meter, outcomes.Writer, end.Token));
        try
        {
            await foreach (var outcome in outcomes.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return outcome;
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
            folder?.Trim();
        }
    }

    private ArchiveIndexFolder? Folder
    {
        get
        {
            try
            {
                return new(indexFolder ?? Path.Combine(MlHome.Path, "archives"));
            }
            catch (MlOpsException e) when (e.Code == ErrorCode.NotConfigured)
            {
                return null;
            }
        }
    }

    /// <summary>Opens the index, if it is of any use: an unfinished one that another process writes is not.</summary>
    private ArchiveIndex? Open(ArchiveIndexFolder? folder)
    {
        var index = folder?.Open(archive);
        if (index is { IsComplete: false, IsWritable: false })
        {
            index.Dispose();
            return null;
        }

        return index;
    }

    private static Task Run<T>(ChannelWriter<T> writer, Action work) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                work();
                writer.Complete();
            }
            catch (Exception e)
            {
                writer.Complete(e);
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private void Scan(ArchiveIndex? index, ArchiveStart start, OrderedHash? hash, ArchiveMeter meter, ChannelWriter<ArchiveMember> found, CancellationToken cancellationToken)
    {
        try
        {
            ArchivePass.Run(new(store, archive, Clock, meter.Add), index, new MemberLister(found, cancellationToken), start, hash, cancellationToken);
        }
        catch (MlOpsException e) when (e.Code == ErrorCode.Corrupt)
        {
            index?.Delete();
            throw;
        }
    }

    private void Extract(ArchiveIndex? index, Func<ArchiveMember, string?> target, ArchiveMeter meter, ChannelWriter<MemberOutcome> outcomes, CancellationToken cancellationToken)
    {
        // Who has the index for writing has the unfinished files, too. Anybody else makes files of his own.
        var isAlone = index is { IsWritable: true };
        var wanted = new WantedMembers(archive, target, isAlone ? "" : Guid.NewGuid().ToString());
        var extraction = new ArchiveExtraction(new(store, archive, Clock, meter.Add), index, wanted, outcome => outcomes.TryWrite(outcome), meter.Expect);
        try
        {
            if (index is { IsComplete: true })
            {
                extraction.ReadIndexed(cancellationToken);
            }
            else
            {
                extraction.ReadToEnd(() => HashAsync(cancellationToken).GetAwaiter().GetResult(), cancellationToken);
            }
        }
        finally
        {
            if (isAlone)
            {
                extraction.CloseParts();
            }
            else
            {
                extraction.DeleteParts();
            }
        }
    }

    /// <summary>The checksum that the store has of the archive. When it does not say, the archive is checked by its own checksums only.</summary>
    private async Task<OrderedHash?> HashAsync(CancellationToken cancellationToken)
    {
        if (archive.Checksums.Any(checksum => checksum.IsOfWhole))
        {
            return Best(archive.Checksums);
        }

        try
        {
            return await store.DescribeAsync(archive.Location, cancellationToken).ConfigureAwait(false) is { } described && described.Version == archive.Version
                ? Best([.. described.Checksums, .. archive.Checksums])
                : Best(archive.Checksums);
        }
        catch (MlOpsException)
        {
            return Best(archive.Checksums);
        }
    }

    private static OrderedHash? Best(IEnumerable<ObjectChecksum> checksums) =>
        checksums.OrderByDescending(checksum => checksum.IsOfWhole).ThenBy(checksum => checksum.Algorithm).FirstOrDefault() is { } best ? new(best) : null;
}
