using System.Security.Cryptography;
using System.Text;

namespace MlOps;

/// <summary>The members of an archive that are wanted. Of several with the same name the last one is, as tar has it.</summary>
/// <param name="archive">The archive.</param>
/// <param name="target">Where a member goes; <see langword="null"/> for one that is not wanted.</param>
/// <param name="tag">What the names of unfinished files have in them, so that two processes do not meet in one; empty when they cannot.</param>
internal sealed class WantedMembers(StoredObject archive, Func<ArchiveMember, string?> target, string tag)
{
    // What is wanted is remembered until the end. This is for some 800,000 files with ordinary names.
    private const long MostMemory = 512 << 20;
    private const int MemoryOfOne = 400;

    // Where the file system does not tell two names apart, the second file would replace the first.
    private readonly Dictionary<string, WantedMember> _byTarget = new(
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    private readonly List<WantedMember> _all = [];
    private readonly HashSet<WantedMember> _replaced = [];
    private long _memory;

    /// <summary>The wanted members that no later one has replaced, in the order of the archive.</summary>
    public IEnumerable<WantedMember> All => _replaced.Count == 0 ? _all : _all.Where(wanted => !_replaced.Contains(wanted));

    /// <summary>Decides whether a member is wanted. Asked once for each, in the order of the archive.</summary>
    /// <param name="member">The member.</param>
    /// <returns>The wanted member, and the one that it replaces; <see langword="null"/> for one that is not wanted.</returns>
    public (WantedMember? Wanted, WantedMember? Replaced) Decide(ArchiveMember member)
    {
        var (path, error) = Ask(member);
        if (path is null && error is null)
        {
            return (null, null);
        }

        // What has no place on this machine is told from others by its name. No path has a zero.
        var key = path ?? $"\0{member.Path}";
        if (_byTarget.TryGetValue(key, out var earlier) && earlier.Member.Path != member.Path)
        {
            error = new(
                ErrorCode.Corrupt,
                $"'{TerminalText.Clean(member.Path)}' and '{TerminalText.Clean(earlier.Member.Path)}' of {Name} are the same file on this machine, '{TerminalText.Clean(key)}'.",
                "Fetch them to different folders.",
                member.Path);
            key = $"\0{member.Path}";
            _byTarget.TryGetValue(key, out earlier);
        }

        Remember(member, key);
        var isWritten = error is null && !IsUnchanged(new(path!), member);
        var wanted = new WantedMember(member, path ?? "") { Error = error, Part = isWritten ? new(path!, TagOf(member)) : null };
        _all.Add(wanted);
        _byTarget[key] = wanted;
        if (earlier is not null)
        {
            _replaced.Add(earlier);
        }

        return (wanted, earlier);
    }

    /// <summary>The time that the file of a member gets: the member's own to the second, and a fraction that stands for the archive's version.</summary>
    /// <param name="member">The member.</param>
    public DateTimeOffset TimeOf(ArchiveMember member) => VersionTime.Of(Timed(member));

    /// <summary>What to say when a member cannot be fetched.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="member">The member.</param>
    public MlOpsException Explain(Exception failure, ArchiveMember member)
    {
        return failure switch
        {
            MlOpsException explained => explained,
            UnauthorizedAccessException => Failed(ErrorCode.AccessDenied, "See that you may write to the destination."),
            _ => Failed(ErrorCode.ProviderError, "Fetch it again: what is already there is not transferred twice."),
        };

        MlOpsException Failed(ErrorCode code, string action) =>
            new(code, $"'{TerminalText.Clean(member.Path)}' of {Name} could not be written: {failure.Message}", action, member.Path, failure);
    }

    private string Name => $"'{TerminalText.Clean(archive.Location.ToString())}'";

    private (string? Path, MlOpsException? Error) Ask(ArchiveMember member)
    {
        try
        {
            if (target(member) is not { } path)
            {
                return (null, null);
            }

            if (member.Fault is { } fault)
            {
                return (path, new(ErrorCode.Corrupt, $"'{TerminalText.Clean(member.Path)}' of {Name} is not fetched: {fault}.", "Leave it out, or unpack the archive yourself.", member.Path));
            }

            return Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null
                ? (path, new(ErrorCode.Conflict, $"'{path}' is a folder, where the file '{TerminalText.Clean(member.Path)}' would go.", "Fetch to another folder, or move that one away.", member.Path))
                : (path, null);
        }
        catch (MlOpsException e)
        {
            return (null, e);
        }
    }

    private void Remember(ArchiveMember member, string key)
    {
        _memory += MemoryOfOne + (sizeof(char) * (long)(member.Path.Length + key.Length));
        if (_memory > MostMemory)
        {
            throw new MlOpsException(
                ErrorCode.InvalidArgument,
                $"More files of {Name} are wanted than can be kept in mind at once; there are {_all.Count} so far.",
                "Fetch it in several runs, each with a narrower choice.",
                archive.Location);
        }
    }

    /// <summary>Whether a regular file with the size and time of the member is there.</summary>
    private bool IsUnchanged(FileInfo file, ArchiveMember member) =>
        file.Exists
        && file.LinkTarget is null
        && file.Length == member.Size
        && FileKind.IsRegular(file)
        && VersionTime.IsOf(file.LastWriteTimeUtc, Timed(member));

    // A member's time may be the same in every version of an archive, as where all times are set to zero so that the same files make the same archive.
    private StoredObject Timed(ArchiveMember member) => archive with { LastModified = member.LastModified };

    private string TagOf(ArchiveMember member) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tag}\n{archive.Location}\n{archive.Version}\n{archive.Size}\n{member.HeaderOffset}"))[..6]);
}
