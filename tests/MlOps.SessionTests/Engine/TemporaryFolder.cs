namespace MlOps.SessionTests.Engine;

/// <summary>A folder that is gone after use.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mlops-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A job that a spec left behind still writes there. The folder is the system's to clean.
        }
    }
}
