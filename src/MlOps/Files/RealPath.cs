namespace MlOps;

/// <summary>Paths without symbolic links.</summary>
public static class RealPath
{
    // As many as Linux follows (path_resolution(7)).
    private const int MaxLinks = 40;

    /// <summary>Follows every link in a full path. What does not exist is taken as it is.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The path without links.</returns>
    /// <exception cref="MlOpsException">The links lead in a circle.</exception>
    public static string Of(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var rest = new Stack<string>();
        Push(path[real.Length..]);
        var links = 0;
        while (rest.TryPop(out var segment))
        {
            if (segment == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, segment);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new MlOpsException(ErrorCode.InvalidArgument, $"'{path}' has symbolic links in a circle.", "Remove the links, or choose another folder.", path);
            }

            if (Path.IsPathRooted(target))
            {
                real = Path.GetPathRoot(target)!;
                target = target[real.Length..];
            }

            Push(target);
        }

        return real;

        void Push(string segments)
        {
            foreach (var segment in segments.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                if (segment != ".")
                {
                    rest.Push(segment);
                }
            }
        }
    }
}
