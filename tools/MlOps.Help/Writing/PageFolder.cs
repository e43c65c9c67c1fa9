namespace MlOps.Help.Writing;

/// <summary>The folder of the pages. It has nothing but what is written from the code.</summary>
public static class PageFolder
{
    /// <summary>Makes the folder's pages what they should be; the page of a cmdlet that is gone goes too.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pages">The pages' text by file name.</param>
    public static void Write(string folder, IReadOnlyDictionary<string, string> pages)
    {
        Directory.CreateDirectory(folder);
        foreach (var stale in Read(folder).Keys.Except(pages.Keys))
        {
            File.Delete(Path.Combine(folder, stale));
        }

        foreach (var (name, text) in pages)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }

    /// <summary>Reads the folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The pages' text by file name.</returns>
    public static IReadOnlyDictionary<string, string> Read(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.md").ToDictionary(path => Path.GetFileName(path), path => File.ReadAllText(path).ReplaceLineEndings("\n"))
        : [];
}
