using System.Formats.Tar;
using MlOps.Tests.Fakes;
using MlOps.Tests.Files;
using MlOps.Tests.Transfer;

namespace MlOps.Tests.Archives;

/// <summary>A store with an archive, a folder of indexes, and a folder for what is fetched.</summary>
internal sealed class ArchiveFixture : IDisposable
{
    public const string Key = "job/output/model.tar.gz";

    private readonly TemporaryFolder _folder = new();

    public MemoryStore Store { get; } = new();

    public StoredObject Stored { get; private set; } = new() { Location = default, Size = 0 };

    public string Destination => _folder["out"];

    public string Indexes => _folder["indexes"];

    /// <summary>The bytes served since the last time it was asked for.</summary>
    public long Fetched
    {
        get
        {
            (var before, _fetchedBefore) = (_fetchedBefore, Store.Bytes);
            return _fetchedBefore - before;
        }
    }

    private long _fetchedBefore;

    /// <summary>Puts an archive into the store.</summary>
    public ArchiveFixture With(byte[] archive, string? version = null)
    {
        Stored = Store.Put(Key, archive, version);
        return this;
    }

    /// <summary>Puts a compressed archive of files into the store.</summary>
    public ArchiveFixture With(IEnumerable<(string Name, byte[] Content)> files, TarEntryFormat format = TarEntryFormat.Pax) =>
        With(GzipSample.Compress(TarBytes.Of(format, [.. files])));

    public PackedArchive Open() => new(Store, Stored, Indexes) { Clock = new QuickClock() };

    public Task<List<ArchiveMember>> ListAsync(CancellationToken? cancellationToken = null) =>
        Open().ListAsync(null, cancellationToken ?? TestContext.Current.CancellationToken).ToListAsync(cancellationToken ?? TestContext.Current.CancellationToken).AsTask();

    /// <summary>Fetches members, in the order of the archive.</summary>
    public async Task<IReadOnlyList<MemberOutcome>> ExtractAsync(Func<ArchiveMember, bool>? wanted = null, CancellationToken? cancellationToken = null, IProgress<ArchiveProgress>? progress = null)
    {
        var outcomes = await Open()
            .ExtractAsync(member => wanted?.Invoke(member) == false ? null : SafePath.Resolve(Destination, member.Path), progress, cancellationToken ?? TestContext.Current.CancellationToken)
            .ToListAsync(cancellationToken ?? TestContext.Current.CancellationToken);
        return [.. outcomes.OrderBy(outcome => outcome.Member.HeaderOffset)];
    }

    /// <summary>What fetching fails with.</summary>
    public async Task<MlOpsException> FailAsync(Func<ArchiveMember, bool>? wanted = null) => await Assert.ThrowsAsync<MlOpsException>(() => ExtractAsync(wanted));

    /// <summary>Every file of the destination with its content, those that are not finished, too.</summary>
    public IReadOnlyList<string> Files() =>
        Directory.Exists(Destination)
            ? [.. Directory.EnumerateFiles(Destination, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Destination, file).Replace('\\', '/')).Order(StringComparer.Ordinal)]
            : [];

    /// <summary>The files of the destination that are not finished.</summary>
    public IEnumerable<string> Parts() => Files().Where(file => FolderWriter.IsPart(Path.GetFileName(file)));

    public byte[] Read(string path) => File.ReadAllBytes(Path.Combine(Destination, path));

    /// <summary>Holds the destination against what should be there.</summary>
    public void RequireFiles(IEnumerable<(string Name, byte[] Content)> files)
    {
        var expected = files.OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        Assert.Equal(expected.Select(file => file.Name), Files());
        Assert.All(expected, file => Assert.True(file.Content.AsSpan().SequenceEqual(Read(file.Name)), file.Name));
    }

    public void Dispose() => _folder.Dispose();
}
