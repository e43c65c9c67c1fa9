using System.Globalization;
using System.Text.Json;

namespace MlOps.Providers.Local;

/// <summary>The folder of one local job, and what lies where in it.</summary>
internal sealed class JobFolder(string path)
{
    private const string DocumentName = "job.json";

    public string Path { get; } = path;

    public string Model => In("model");

    public string Output => In("output");

    public string Checkpoints => In("checkpoints");

    public string Logs => In("logs");

    /// <summary>The job's own copy of its code, which is there when it was given some.</summary>
    public string Source => In("source");

    /// <summary>Held by the job's supervisor for as long as it lives.</summary>
    public string SupervisorLock => In("supervisor.lock");

    public InstanceFolder Instance(int rank) => new(In(System.IO.Path.Combine("instances", rank.ToString(CultureInfo.InvariantCulture))));

    /// <summary>Makes the folder's content. The folder itself is still under its temporary name.</summary>
    /// <exception cref="MlOpsException">A file of the code cannot be copied.</exception>
    public void Create(LocalJobDocument document, IReadOnlyList<SourceFile> code, CancellationToken cancellationToken)
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }

        Directory.CreateDirectory(Path, ownerOnly);
        foreach (var folder in new[] { Model, Output, Checkpoints, Logs })
        {
            Directory.CreateDirectory(folder);
        }

        for (var rank = 0; rank < document.Launch.InstanceCount; rank++)
        {
            Directory.CreateDirectory(Instance(rank).Path);
        }

        CodeFolder.Copy(code, Source, cancellationToken);
        WriteDocument(document);
    }

    /// <summary>Reads what is kept of the job.</summary>
    /// <exception cref="MlOpsException">The file is damaged, or may not be read.</exception>
    /// <exception cref="IOException">There is no such job.</exception>
    public LocalJobDocument ReadDocument()
    {
        var file = In(DocumentName);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), LocalJson.Readable.LocalJobDocument) ?? throw new JsonException("The file holds null.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException and not (FileNotFoundException or DirectoryNotFoundException)))
        {
            throw new MlOpsException(ErrorCode.Corrupt, $"'{file}' cannot be read: {e.Message}", "Make the file readable, or remove the job with Remove-MlJob.", file, e);
        }
        catch (JsonException e)
        {
            throw new MlOpsException(ErrorCode.Corrupt, $"'{file}' does not describe a job: {e.Message}", "Restore the file, or remove the job with Remove-MlJob.", file, e);
        }
    }

    public void WriteDocument(LocalJobDocument document) =>
        AtomicFile.Write(In(DocumentName), JsonSerializer.SerializeToUtf8Bytes(document, LocalJson.Readable.LocalJobDocument));

    public StopRequest? ReadStopRequest()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(In("stop.json")), LocalJson.Readable.StopRequest);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            // Something wrote over the file. That a stop was asked for is all that it could say.
            return new StopRequest(StopReason.User, File.GetLastWriteTimeUtc(In("stop.json")));
        }
    }

    /// <summary>Asks the job's supervisor to stop it. An earlier request stays.</summary>
    public void RequestStop(StopReason reason)
    {
        if (ReadStopRequest() is null)
        {
            AtomicFile.Write(In("stop.json"), JsonSerializer.SerializeToUtf8Bytes(new StopRequest(reason, DateTimeOffset.UtcNow), LocalJson.Readable.StopRequest));
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
