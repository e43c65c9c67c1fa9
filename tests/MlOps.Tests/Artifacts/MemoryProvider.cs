using System.Runtime.CompilerServices;

namespace MlOps.Tests.Artifacts;

/// <summary>A provider that has files in memory and nothing else.</summary>
internal sealed class MemoryProvider : IProvider
{
    public static readonly DateTimeOffset Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567);

    private readonly List<(MlArtifact Artifact, Func<Stream> Open)> _files = [];

    public string Name => "Memory";

    public TimeSpan PollInterval => TimeSpan.FromSeconds(1);

    public string? MissingConfiguration => null;

    public List<string> Opened { get; } = [];

    public MemoryProvider Add(string path, string content, DateTimeOffset? time = null, long? size = null) =>
        Add(path, size ?? content.Length, () => new MemoryStream(System.Text.Encoding.ASCII.GetBytes(content)), time);

    public MemoryProvider Add(string path, long size, Func<Stream> open, DateTimeOffset? time = null)
    {
        _files.Add((new MlArtifact { Provider = Name, JobName = "j", Path = path, Size = size, LastModified = time ?? Time }, open));
        return this;
    }

    public async IAsyncEnumerable<MlArtifact> ListArtifactsAsync(MlJob job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (artifact, _) in _files)
        {
            await Task.Yield();
            yield return artifact;
        }
    }

    public Task<Stream> OpenArtifactAsync(MlArtifact artifact, CancellationToken cancellationToken)
    {
        Opened.Add(artifact.Path);
        return Task.FromResult(_files.First(file => file.Artifact == artifact).Open());
    }

    public IAsyncEnumerable<MlProviderCheck> TestAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public string? StagingRoot(TrainingSpec spec) => throw new NotSupportedException();

    public StartPlan Plan(TrainingSpec spec) => throw new NotSupportedException();

    public Task<MlJob> StartAsync(TrainingSpec spec, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<MlJob> ListAsync(JobQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task StopAsync(MlJob job, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemoveAsync(MlJob job, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<MlLogEvent> ReadLogAsync(MlJob job, LogQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();
}
