using System.Diagnostics;
using System.Text;
using MlOps.Tests.Support;

namespace MlOps.Tests.Vertex;

/// <summary>The shells and the awks of this machine. What every machine has is <c>sh</c> and <c>awk</c>; others are tried where they are found.</summary>
internal static class TrialTools
{
    private static readonly string[] s_shells = ["sh", "dash", "bash", "busybox sh"];
    private static readonly string[] s_awks = ["awk", "mawk", "gawk", "original-awk", "busybox awk"];

    public static IReadOnlyList<string> Shells { get; } = [.. s_shells.Where(IsThere)];

    public static IReadOnlyList<string> Awks { get; } = [.. s_awks.Where(IsThere)];

    /// <summary>Each shell with the usual awk, and the usual shell with each awk.</summary>
    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var (shell, awk) in Shells.Select(shell => (shell, "awk")).Concat(Awks.Select(awk => ("sh", awk))).Distinct())
            {
                pairs.Add(shell, awk);
            }

            return pairs;
        }
    }

    /// <summary>A folder for the search path in which <c>awk</c> is one of them.</summary>
    public static string Path(TemporaryFolder folder, string awk)
    {
        var bin = folder.File("bin");
        Directory.CreateDirectory(bin);
        var file = System.IO.Path.Combine(bin, "awk");
        if (!File.Exists(file))
        {
            File.WriteAllText(file, $"#!/bin/sh\nexec {(awk == "awk" ? Find("awk") : awk)} \"$@\"\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return $"{bin}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => System.IO.Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public static ProcessStartInfo Start(string program, params IEnumerable<string> arguments)
    {
        var words = program.Split(' ');
        return new(words[0], [.. words.Skip(1), .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.Latin1, StandardErrorEncoding = Encoding.Latin1 };
    }

    private static bool IsThere(string tool) => Find(tool.Split(' ')[0]) is not null;
}
