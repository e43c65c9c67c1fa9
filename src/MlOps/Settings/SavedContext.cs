using System.Text.Json;

namespace MlOps;

/// <summary>The file of saved settings: one JSON object of names and values.</summary>
public static class SavedContext
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true };

    /// <summary>Where the file is.</summary>
    public static string DefaultPath => Path.Combine(MlHome.Path, "context.json");

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The values by name; none when there is no file.</returns>
    /// <exception cref="MlOpsException">The file cannot be read or is not what it should be.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string?>>(File.ReadAllBytes(path)) ?? [])
            {
                values[name] = value ?? throw new JsonException($"'{name}' is null.");
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
        }
        catch (JsonException e)
        {
            throw new MlOpsException(ErrorCode.Corrupt, $"The saved settings in '{path}' are not a JSON object of strings: {e.Message}", "Mend or delete the file.", path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlOpsException(ErrorCode.AccessDenied, $"The saved settings in '{path}' cannot be read: {e.Message}", "Make the file readable, or name another folder in MLOPS_HOME.", path, e);
        }

        return values;
    }

    /// <summary>Changes the file. Several shells may do so at once, and none undoes what another has done; a crash leaves the old file or the new one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="changes">The new values by name; <see langword="null"/> removes a setting.</param>
    /// <param name="cancellationToken">Ends the wait for another shell.</param>
    /// <returns>A task.</returns>
    /// <exception cref="MlOpsException">The file is damaged or cannot be written.</exception>
    public static async Task UpdateAsync(string path, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        try
        {
            using var mine = await FileLock.AcquireAsync(path + ".lock", cancellationToken);
            var values = new SortedDictionary<string, string>(Read(path).ToDictionary(), StringComparer.OrdinalIgnoreCase);
            foreach (var (name, value) in changes)
            {
                values.Remove(name);
                if (value is not null)
                {
                    values.Add(name, value);
                }
            }

            AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(values, s_options));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlOpsException(ErrorCode.AccessDenied, $"The settings cannot be saved in '{path}': {e.Message}", "Make the folder writable, or name another one in MLOPS_HOME.", path, e);
        }
    }
}
