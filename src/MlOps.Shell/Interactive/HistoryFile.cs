using System.Text;

namespace MlOps.Shell.Interactive;

/// <summary>
/// The history on disk: one line a command, readable by its owner only. Within a command of several lines each but the last ends with
/// a backtick. Sessions side by side only ever append to it; a failure to write costs the history, never the session.
/// </summary>
internal sealed class HistoryFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The file under <c>MLOPS_HOME</c>, or null where there is no such folder to be had.</summary>
    public static HistoryFile? Default
    {
        get
        {
            // The module's own rule, written again: the shell does not load the module's assemblies by reference.
            var home = Environment.GetEnvironmentVariable("MLOPS_HOME");
            if (string.IsNullOrWhiteSpace(home))
            {
                var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
                home = data.Length > 0 ? Path.Combine(data, "mlops") : null;
            }

            return home is null ? null : new HistoryFile(Path.Combine(Path.GetFullPath(home), "history"));
        }
    }

    /// <summary>Reads the newest commands, and forgets the older ones when they have become many.</summary>
    public List<string> Load(int most)
    {
        try
        {
            var commands = Decode(File.ReadLines(path));
            if (commands.Count <= most)
            {
                return commands;
            }

            var newest = commands[^most..];
            if (commands.Count > most * 2)
            {
                Rewrite(newest);
            }

            return newest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Adds a command.</summary>
    public void Append(string command)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var stream = Open(path, FileMode.Append);
            stream.Write(Encode(command));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A read-only home is no reason to stop working.
        }
    }

    private static byte[] Encode(string command) => Encoding.UTF8.GetBytes(command.ReplaceLineEndings("`\n") + "\n");

    private static List<string> Decode(IEnumerable<string> lines)
    {
        var commands = new List<string>();
        var command = new StringBuilder();
        foreach (var line in lines)
        {
            if (line.EndsWith('`'))
            {
                command.Append(line, 0, line.Length - 1).Append('\n');
                continue;
            }

            commands.Add(command.Append(line).ToString());
            command.Clear();
        }

        return commands;
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    private void Rewrite(List<string> commands)
    {
        var temporary = $"{path}.{Guid.NewGuid():n}.tmp";
        using (var stream = Open(temporary, FileMode.CreateNew))
        {
            foreach (var command in commands)
            {
                stream.Write(Encode(command));
            }
        }

        File.Move(temporary, path, overwrite: true);
    }
}
