namespace MlOps.Benchmarks;

/// <summary>An empty folder for jobs, which this process and those that it starts use as long as it is there.</summary>
internal sealed class TemporaryHome : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable(MlHome.EnvironmentVariable);

    public TemporaryHome()
    {
        Path = Directory.CreateTempSubdirectory("mlops-benchmark-").FullName;
        Environment.SetEnvironmentVariable(MlHome.EnvironmentVariable, Path);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The folder of a local job.</summary>
    /// <param name="name">The job's name.</param>
    /// <returns>Its full path.</returns>
    public string Job(string name) => System.IO.Path.Combine(Path, "local", "jobs", name);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(MlHome.EnvironmentVariable, _before);
        Directory.Delete(Path, recursive: true);
    }
}
