using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>A packed file of a job, whose members are files in the job's name space.</summary>
public sealed class PackedFile
{
    private readonly JobFile _file;
    private readonly string _mount;
    private readonly PackedArchive _archive;

    /// <summary>Takes a file as packed.</summary>
    /// <param name="file">A file that <see cref="PackedPath.Mount"/> knows.</param>
    public PackedFile(JobFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        _file = file;
        _mount = PackedPath.Mount(file.Path) ?? throw new ArgumentException($"'{file.Path}' is not packed.", nameof(file));
        _archive = new(file.Store, file.Origin);
    }

    /// <summary>The packed file itself.</summary>
    public JobFile File => _file;

    /// <summary>Lists the members as files of the job. The first time the archive is read for it; after that an index answers.</summary>
    /// <param name="job">The job.</param>
    /// <param name="progress">Is told how far the reading is; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The files, in the order of the archive.</returns>
    /// <exception cref="MlOpsException">The archive is damaged or could not be read.</exception>
    public async IAsyncEnumerable<MlArtifact> ListAsync(MlJob job, IProgress<ArchiveProgress>? progress, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var member in _archive.ListAsync(progress, cancellationToken).ConfigureAwait(false))
        {
            yield return _file.ToArtifact(job) with { Path = PathOf(member), Size = member.Size, LastModified = member.LastModified, IsPacked = true };
        }
    }

    /// <summary>Fetches members into a folder, each to its path in the job's name space.</summary>
    /// <param name="wants">Says whether a path is wanted.</param>
    /// <param name="taken">The paths of files that the job has beside the archive. A member of such a path is an error.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Is told how far the reading is; <see langword="null"/> for nobody.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What came of each wanted member.</returns>
    /// <exception cref="MlOpsException">The archive is damaged, or could not be read.</exception>
    public IAsyncEnumerable<MemberOutcome> ExtractAsync(
        Func<string, bool> wants, IReadOnlySet<string> taken, SafeFolder folder, IProgress<ArchiveProgress>? progress, CancellationToken cancellationToken)
    {
        return _archive.ExtractAsync(Target, progress, cancellationToken);

        string? Target(ArchiveMember member)
        {
            var path = PathOf(member);
            return !wants(path) ? null
                : taken.Contains(path)
                    ? throw new MlOpsException(ErrorCode.Conflict, $"'{TerminalText.Clean(path)}' is in '{TerminalText.Clean(_file.Path)}' and is also a file beside it, which has been taken.", $"Fetch the packed file as it is, with -Include {_file.Path}, and unpack it yourself.", path)
                    : folder.Resolve(path);
        }
    }

    /// <summary>The path of a member in the job's name space.</summary>
    /// <param name="member">The member.</param>
    /// <returns>The path.</returns>
    public string PathOf(ArchiveMember member) => PackedPath.Of(_mount, member.Path);
}
