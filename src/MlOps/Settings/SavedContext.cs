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
    /// <exception cref="MlOpsException">The file is not what it should be.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        try
        {
            var values = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path)) ?? [];
            return new Dictionary<string, string>(values, StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new Dictionary<string, string>();
        }
        catch (JsonException e)
        {
            throw new MlOpsException(ErrorCode.Corrupt, $"The saved settings in '{path}' are not a JSON object of strings: {e.Message}", "Mend or delete the file.", path, e);
        }
    }

    /// <summary>Writes the file whole: a crash leaves the old one or the new one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="values">The values by name.</param>
    public static void Write(string path, IReadOnlyDictionary<string, string> values)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, string>(values.ToDictionary(), StringComparer.Ordinal), s_options));
    }
}
