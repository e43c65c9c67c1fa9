using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace MlOps;

/// <summary>A folder of this machine as a store: the bucket is the folder's full path, a key the path below it with forward slashes.</summary>
public class FolderStore : IObjectStore
{
    /// <summary>What its addresses begin with.</summary>
    public const string FolderScheme = "file://";

    /// <summary>The reason for a folder that is left out because its user may not read it. With nobody to tell, it ends the list.</summary>
    public const string NotReadable = "it cannot be read";

    private readonly Action<string, string>? _skipped;
    private readonly ConcurrentDictionary<string, bool> _ignoresCase = new();
    private readonly ConcurrentDictionary<string, SafeFolder> _folders = new();

    /// <summary>Makes a store. It has no state: every folder is one bucket of it.</summary>
    /// <param name="skipped">Is told the path and the reason for each thing that a list leaves out though it is there; <see langword="null"/> for nobody.</param>
    public FolderStore(Action<string, string>? skipped = null) => _skipped = skipped;

    /// <summary>Whether a link to a file is that file when it is asked for by itself, too: what is sent is read through links, and what is written replaces them.</summary>
    public bool FollowsLinks { get; init; }

    /// <inheritdoc/>
    public string Scheme => FolderScheme;

    /// <inheritdoc/>
    public bool IsNear => true;

    /// <inheritdoc/>
    public string NameOf(ObjectLocation location) => _ignoresCase.GetOrAdd(location.Bucket, IgnoresCase) ? location.Key.Normalize().ToUpperInvariant() : location.Key;

    /// <inheritdoc/>
    public string AddressOf(ObjectLocation location) => new Uri(PathOf(location)).AbsoluteUri;

    /// <inheritdoc/>
    public void SetTime(StoredObject stored, DateTimeOffset time) => File.SetLastWriteTimeUtc(PathOf(stored.Location), time.UtcDateTime);

    /// <summary>The place of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Its place, with no key.</returns>
    public static ObjectLocation At(string folder) => new(FolderScheme, Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), "");

    /// <summary>The path of an object.</summary>
    /// <param name="location">A place in a folder.</param>
    /// <returns>The full path.</returns>
    public static string PathOf(ObjectLocation location) => location.Key.Length == 0 ? location.Bucket : Path.Combine(location.Bucket, location.Key);

    /// <inheritdoc/>
    /// <remarks>A link to a file is that file; a link to a folder is not followed, since it may lead in a circle, and told of.</remarks>
    public async IAsyncEnumerable<StoredObject> ListAsync(ObjectLocation prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Directory.Exists(prefix.Bucket))
        {
            throw new MlOpsException(ErrorCode.NotFound, $"There is no folder '{prefix.Bucket}'.", "Check the path.", prefix.Bucket);
        }

        // Off the caller's thread: a long list of files shall not hold up a pipeline.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        foreach (var file in FolderTree.Files(prefix.Bucket, prefix.Key, _skipped, cancellationToken))
        {
            yield return file;
        }
    }

    /// <inheritdoc/>
    public Task<StoredObject?> DescribeAsync(ObjectLocation location, CancellationToken cancellationToken) => Task.FromResult(
        !FollowsLinks ? Find(location) : FolderTree.Fault(new(PathOf(location)), out var file) is null ? Of(location, file) : null);

    /// <inheritdoc/>
    public virtual Task<ObjectContent> OpenAsync(StoredObject source, long offset, long length, CancellationToken cancellationToken)
    {
        var path = PathOf(source.Location);
        var stream = RegularFile.TryOpen(path) ?? throw Unreadable(path);
        try
        {
            if (source.Version.Length > 0)
            {
                RequireVersion();
            }

            stream.Position = offset;
            return Task.FromResult(new ObjectContent(source.Version.Length > 0 ? new UnchangedFile(stream, length, RequireVersion) : stream, source.Checksums));
        }
        catch
        {
            stream.Dispose();
            throw;
        }

        void RequireVersion()
        {
            if (VersionOf(stream.Length, File.GetLastWriteTimeUtc(stream.SafeFileHandle)) != source.Version)
            {
                throw new MlOpsException(ErrorCode.Conflict, $"'{TerminalText.Clean(path)}' was written to meanwhile.", "Try again when it stays as it is.", path);
            }
        }
    }

    /// <inheritdoc/>
    public Task<IObjectWriter> WriteAsync(NewObject target, CancellationToken cancellationToken) =>
        Task.FromResult<IObjectWriter>(FolderWriter.Open(target, _folders.GetOrAdd(target.Location.Bucket, root => new(root)).Resolve(target.Location.Key)));

    internal static StoredObject? Find(ObjectLocation location)
    {
        var file = new FileInfo(PathOf(location));
        return file.Exists && file.LinkTarget is null ? Of(location, file) : null;
    }

    /// <summary>A file as an object.</summary>
    /// <param name="location">Its place.</param>
    /// <param name="file">The file.</param>
    /// <returns>The object.</returns>
    public static StoredObject Of(ObjectLocation location, FileInfo file) => Of(location, file.Length, file.LastWriteTimeUtc);

    /// <summary>A file as an object, as it was when it had a size and a time.</summary>
    /// <param name="location">Its place.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="lastWriteTimeUtc">When it was last written.</param>
    /// <returns>The object.</returns>
    public static StoredObject Of(ObjectLocation location, long size, DateTime lastWriteTimeUtc) => new()
    {
        Location = location,
        Size = size,
        LastModified = new(lastWriteTimeUtc),
        Version = VersionOf(size, lastWriteTimeUtc),
    };

    private static MlOpsException Unreadable(string path) => File.Exists(path)
        ? new(ErrorCode.AccessDenied, $"'{TerminalText.Clean(path)}' cannot be read.", "See that you may read it, or leave it out.", path)
        : new(ErrorCode.NotFound, $"'{TerminalText.Clean(path)}' is not there any more.", "List the files again.", path);

    /// <summary>Whether the file system of a folder does not tell upper case from lower: then the folder answers to its name in the other case too.</summary>
    private static bool IgnoresCase(string folder)
    {
        var there = folder;
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } parent)
        {
            there = parent;
        }

        var other = string.Concat(there.Select(c => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c)));
        return other == there ? OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() : Directory.Exists(other);
    }

    private static string VersionOf(long size, DateTime time) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{size:x}-{time.Ticks:x}");
}
