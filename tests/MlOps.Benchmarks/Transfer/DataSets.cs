namespace MlOps.Benchmarks.Transfer;

/// <summary>The files that are transferred, below one folder.</summary>
/// <param name="root">The folder.</param>
internal sealed class DataSets(string root)
{
    /// <summary>The sets by name, each with what it is.</summary>
    public static IReadOnlyList<(string Name, string What)> All { get; } =
    [
        ("one", "one object of 1 GiB"),
        ("many", "5,000 objects of 64 KiB"),
        ("mixed", "a job's folder: 2,000 files up to 64 KiB, 48 of 8 MiB, 4 of 128 MiB"),
    ];

    /// <summary>The folder of a set.</summary>
    /// <param name="name">The set's name.</param>
    /// <returns>Its full path.</returns>
    public string Folder(string name) => Path.Combine(root, name);

    /// <summary>Writes the files: random bytes, since nothing here looks at them but checksums.</summary>
    public void Make()
    {
        var random = new Random(1);
        Write("one/model.bin", 1 << 30);
        for (var i = 0; i < 5000; i++)
        {
            Write($"many/{i / 500}/{i:0000}.bin", 64 << 10);
        }

        for (var i = 0; i < 2000; i++)
        {
            Write($"mixed/logs/run{i % 20}/events.{i:0000}", random.Next(200, 64 << 10));
        }

        for (var i = 0; i < 48; i++)
        {
            Write($"mixed/checkpoints/{i:00}.pt", 8 << 20);
        }

        for (var i = 0; i < 4; i++)
        {
            Write($"mixed/model/shard-{i}.safetensors", 128 << 20);
        }

        void Write(string name, int size)
        {
            var path = Path.Combine(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = File.Create(path);
            var buffer = new byte[Math.Min(size, 1 << 20)];
            for (var left = size; left > 0; left -= buffer.Length)
            {
                random.NextBytes(buffer);
                file.Write(buffer, 0, Math.Min(buffer.Length, left));
            }
        }
    }

    /// <summary>Whether a folder has the same files as a set, byte for byte.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InvalidDataException">It has not.</exception>
    public void Require(string name, string folder)
    {
        var files = Files(Folder(name));
        if (!files.SequenceEqual(Files(folder)) || !files.AsParallel().All(file => IsSame(Path.Combine(Folder(name), file), Path.Combine(folder, file))))
        {
            throw new InvalidDataException($"{folder} is not the set '{name}'.");
        }
    }

    private static List<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];

    private static bool IsSame(string one, string other)
    {
        using var first = File.OpenRead(one);
        using var second = File.OpenRead(other);
        var (a, b) = (new byte[1 << 18], new byte[1 << 18]);
        int read;
        while ((read = first.ReadAtLeast(a, a.Length, throwOnEndOfStream: false)) > 0)
        {
            if (second.ReadAtLeast(b, b.Length, throwOnEndOfStream: false) != read || !a.AsSpan(0, read).SequenceEqual(b.AsSpan(0, read)))
            {
                return false;
            }
        }

        return first.Length == second.Length;
    }
}
