namespace MlOps;

/// <summary>Finds what of a job's code and inputs is on this machine and has to be sent to where its provider can read it.</summary>
public sealed class InputStaging
{
    // As long as one that is computed, so that whatever is checked of an address can be checked before.
    private static readonly string s_unknownDigest = new('0', 40);

    private readonly TrainingSpec _spec;
    private readonly string? _root;
    private readonly IReadOnlyList<Found> _found;

    private InputStaging(TrainingSpec spec, string? root, IReadOnlyList<Found> found, IReadOnlyList<string> skipped)
    {
        (_spec, _root, _found, Skipped) = (spec, root, found, skipped);
        Draft = With(found.Select(_ => s_unknownDigest));
    }

    /// <summary>The job as it will be, but for addresses that depend on the content of files: what can be wrong with it shows before they are read.</summary>
    public TrainingSpec Draft { get; }

    /// <summary>What does not go along although nobody has asked for that: a path each, and why.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>Lists the files. Reads none of them and asks nobody.</summary>
    /// <param name="provider">The provider that shall run the job.</param>
    /// <param name="spec">The job.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="MlOpsException">A file or folder is not there, is empty, or cannot be read.</exception>
    public static Task<InputStaging> FindAsync(IProvider provider, TrainingSpec spec, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(spec);
        return Task.Run(() => Find(provider.StagingRoot(spec), spec, cancellationToken), cancellationToken);
    }

    /// <summary>Computes the addresses, for which every file is read that is not known from an earlier time.</summary>
    /// <param name="cache">What is known of earlier times; <see langword="null"/> to read everything.</param>
    /// <param name="progress">Is told how many bytes of how many are through.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The job, and what has to be sent before it starts.</returns>
    /// <exception cref="MlOpsException">A file cannot be read, or changes while it is.</exception>
    public async Task<StagedJob> AddressAsync(ContentCache? cache, IProgress<ReadProgress>? progress, CancellationToken cancellationToken)
    {
        var meter = new ReadMeter(progress, _found.Sum(found => found.Files.Sum(file => file.Size)));
        var digests = new List<string>();
        foreach (var found in _found)
        {
            digests.Add(await SourceDigest.ComputeAsync(found.Files, cache, meter, cancellationToken).ConfigureAwait(false));
        }

        // Of two inputs with the same content, one is sent.
        var uploads = _found.Zip(digests, (found, digest) => new StagedInput(found.Path, found.Files, found.Folder(_root!, digest)));
        return new(With(digests), [.. uploads.DistinctBy(upload => upload.Target)]);
    }

    private static InputStaging Find(string? root, TrainingSpec spec, CancellationToken cancellationToken)
    {
        var found = new List<Found>();
        var skipped = new List<string>();
        if (spec.SourceDirectory is { } source && LocalLocation.Path(source, spec.WorkingDirectory) is { } code)
        {
            found.Add(new(null, code, IsFolder: true, CodeFolder.List(code, one => Skip(code, one), cancellationToken)));
        }

        if (root is null)
        {
            // Jobs read this machine's files. Looking at the code has shown what is wrong with it, and that is all.
            return new(spec, root, [], skipped);
        }

        foreach (var (channel, location) in spec.InputData)
        {
            if (LocalLocation.Path(location, spec.WorkingDirectory) is { } path)
            {
                found.Add(new(channel, path, Directory.Exists(path), InputFiles.List(channel, path, one => Skip(path, one), cancellationToken)));
            }
        }

        return new(spec, root, found, skipped);

        void Skip(string folder, SkippedSource one) => skipped.Add($"'{TerminalText.Clean(System.IO.Path.Combine(folder, one.RelativePath))}': {one.Reason}");
    }

    private TrainingSpec With(IEnumerable<string> digests)
    {
        var spec = _spec;
        foreach (var (found, digest) in _found.Zip(digests))
        {
            var address = found.Address(_root!, digest);
            spec = found.Channel is { } channel
                ? spec with { InputData = new OrderedDictionary<string, string>(spec.InputData, StringComparer.Ordinal) { [channel] = address } }
                : spec with { SourceDirectory = address };
        }

        return spec;
    }

    /// <summary>A file or folder that is sent.</summary>
    /// <param name="Channel">The input that it is; <see langword="null"/> for the code.</param>
    /// <param name="Path">Its full path.</param>
    /// <param name="IsFolder">Whether it is a folder.</param>
    /// <param name="Files">Its files.</param>
    private sealed record Found(string? Channel, string Path, bool IsFolder, IReadOnlyList<SourceFile> Files)
    {
        public string Folder(string root, string digest) => Channel is null ? StagedAddress.OfCode(root, digest) : StagedAddress.OfInput(root, digest);

        /// <summary>A file is named by its own address, a folder by its folder's.</summary>
        public string Address(string root, string digest) => Folder(root, digest) + (IsFolder ? "" : Files[0].RelativePath);
    }
}
