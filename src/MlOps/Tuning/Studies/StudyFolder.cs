using System.Text.Json;

namespace MlOps;

/// <summary>The folder of one study, and what lies where in it.</summary>
/// <param name="path">The folder.</param>
public sealed class StudyFolder(string path)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The name of the study.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Every decision and observation, a line of JSON each.</summary>
    public string Journal => In("journal.jsonl");

    /// <summary>What the driver says when it fails itself.</summary>
    public string Output => In("driver.log");

    /// <summary>The study's own copy of the code of its trials, which is there when it was given some.</summary>
    public string Source => In("source");

    private string Lock => In("driver.lock");

    private string DriverFile => In("driver.json");

    private string StopFile => In("stop");

    /// <summary>Becomes the process that runs the study, unless there is one.</summary>
    /// <param name="isDriver">Whether it will; <see langword="false"/> to only keep others from it for a moment.</param>
    /// <returns>The place, to be given up by disposing of it; <see langword="null"/> when somebody has it.</returns>
    /// <exception cref="IOException">The folder cannot be written to, or is not there.</exception>
    public IDisposable? TryDrive(bool isDriver)
    {
        // Somebody who only looks whether there is a driver holds the lock for a moment.
        for (var tries = 0; tries < 20; tries++)
        {
            if (FileLock.TryAcquire(Lock) is { } taken)
            {
                if (isDriver)
                {
                    File.Delete(Output);
                    AtomicFile.Write(DriverFile, JsonSerializer.SerializeToUtf8Bytes(StudyDriver.Current, StudyJson.Readable.StudyDriver));
                }

                return taken;
            }

            Thread.Sleep(10);
        }

        return null;
    }

    /// <summary>Whether a process runs the study now.</summary>
    /// <returns>Whether there is one.</returns>
    public bool IsDriven()
    {
        try
        {
            using var taken = FileLock.TryAcquire(Lock);
            return taken is null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be written to has no driver, and one that is gone neither.
            return false;
        }
    }

    /// <summary>The last process that ran the study.</summary>
    /// <returns>The process; <see langword="null"/> when none has yet, or that is not known.</returns>
    public StudyDriver? LastDriver()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(DriverFile), StudyJson.Readable.StudyDriver);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps what the process that runs the study has to say when it cannot go on.</summary>
    /// <param name="words">Its words.</param>
    public void SayLast(string words)
    {
        try
        {
            File.WriteAllText(Output, words);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Most likely that is the very reason.
        }
    }

    /// <summary>What the process that runs the study said when it could not go on.</summary>
    /// <returns>Its words; empty when it said nothing.</returns>
    public string LastWords()
    {
        try
        {
            return TerminalText.Clean(File.ReadLines(Output).FirstOrDefault() ?? "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Whether somebody has asked for the study to be stopped.</summary>
    public bool IsStopRequested => File.Exists(StopFile);

    /// <summary>Asks for the study to be stopped.</summary>
    public void RequestStop() => AtomicFile.Write(StopFile, []);

    /// <summary>Takes back that the study is to be stopped.</summary>
    public void ForgetStop() => File.Delete(StopFile);

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
