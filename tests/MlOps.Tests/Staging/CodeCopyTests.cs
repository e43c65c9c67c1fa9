using FsCheck.Fluent;
using MlOps.Providers.Requests;
using MlOps.Providers.Vertex.Requests;
using MlOps.Tests.CommandLine;

namespace MlOps.Tests.Staging;

/// <summary>What comes before the command of a job with code, run by real shells. Only the folder of the copy is another one: several runs of these tests may meet on one machine.</summary>
public sealed class CodeCopyTests : IDisposable
{
    private static readonly string[] s_texts =
    [
        "", " ", "a b", "'", "\"", "\\", "\\n", "\n", "line\nbreak\n", "\t", "\r", "$0", "$@", "$HOME", "$(id)", "`id`", "${x:-1}", "*", "?", "[a]", "~", "!", "#", "&", ";", "|", ">", "<", "(", ")", "{}", "{a,b}",
        "-", "--", "-c", "-e", "=", "a=b", "é", "日本語", "\U0001F600", "\u0001", "%s", "\\0", "exec", "'; exit 3; '",
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("mlops-test-").FullName;

    public CodeCopyTests()
    {
        Directory.CreateDirectory(Path.Combine(Source, "pkg", "deep"));
        File.WriteAllText(Path.Combine(Source, "show.sh"), "#!/bin/sh\npwd\nprintf '%s\\0' \"$@\"\n");
        File.WriteAllText(Path.Combine(Source, ".hidden"), "h");
        File.WriteAllText(Path.Combine(Source, "pkg", "deep", "a b.txt"), "x");

        // As both stores give it back, and a folder that is only mounted may not be written to at all.
        foreach (var file in Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead);
        }

        File.SetUnixFileMode(Path.Combine(Source, "pkg", "deep"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public static TheoryData<string> Shells => [.. new[] { "sh", "bash", "dash", "busybox" }.Where(ExternalProcess.IsOnPath)];

    private string Source => Path.Combine(_root, "the code's");

    private string Copy => Path.Combine(_root, "copy");

    public void Dispose()
    {
        File.SetUnixFileMode(Path.Combine(Source, "pkg", "deep"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Every_argument_reaches_the_program_as_it_is(string shell)
    {
        Assert.Equal(s_texts, await ArgumentsAsync(shell, s_texts));
        foreach (var texts in ArbMap.Default.GeneratorFor<string[]>().Select(texts => texts.Select(Possible).ToArray()).Sample(25, 30))
        {
            Assert.Equal(texts, await ArgumentsAsync(shell, texts));
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task The_program_runs_in_a_copy_that_it_may_write_to(string shell)
    {
        var output = await RunAsync(shell, ["sh", "-c", "pwd; cat .hidden 'pkg/deep/a b.txt'; echo new >pkg/deep/__pycache__ && echo more >>show.sh && ./show.sh"]);
        Assert.Equal($"{Copy}\nhx{Copy}\n\0", output);
        Assert.False(File.Exists(Path.Combine(Source, "pkg", "deep", "__pycache__")));
    }

    [Fact]
    public async Task A_second_start_in_the_same_container_finds_its_way()
    {
        Assert.Equal(["a"], await ArgumentsAsync("sh", ["a"]));
        Assert.Equal(["b"], await ArgumentsAsync("sh", ["b"]));
    }

    [Fact]
    public async Task Without_the_code_nothing_is_run()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => ExternalProcess.RunAsync("sh", Here(CodeCopy.Before(["touch", Path.Combine(_root, "ran")], Path.Combine(_root, "nowhere"))).Skip(1), ""));
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_root, "ran")));
    }

    [Fact]
    public async Task The_program_takes_the_place_of_the_shell()
    {
        // So that what stops the container reaches it.
        Assert.Equal($"{Environment.ProcessId}\n", await RunAsync("sh", ["sh", "-c", "echo $PPID"]));
    }

    [Fact]
    public void It_fits_into_what_SageMaker_allows_and_stays_what_it_is_where_Vertex_AI_expands_references()
    {
        var command = CodeCopy.Before(["python"], "/gcs/b/x");
        Assert.Equal(CodeCopy.Elements + 1, command.Count);
        Assert.All(command, item => Assert.InRange(item.Length, 1, 256));
        Assert.All(command, item => Assert.Equal(item, VariableReferences.Escape(item)));
    }

    [Fact]
    public void It_is_told_from_any_other_command()
    {
        string[] own = ["python", "train.py", ""];
        var (command, folder) = CodeCopy.Split(CodeCopy.Before(own, "/somewhere"));
        Assert.Equal(own, command);
        Assert.Equal("/somewhere", folder);
        Assert.Empty(CodeCopy.Split(CodeCopy.Before([], "/x")).Command);
        Assert.Null(CodeCopy.Split(["/bin/sh", "-c", "exec \"$@\"", "/x", "python"]).Folder);
        Assert.Null(CodeCopy.Split(["/bin/sh", "-c"]).Folder);
        Assert.Null(CodeCopy.Split([]).Folder);

        // What a job was started with stays readable when more is done one day.
        var newer = CodeCopy.Before(own, "/x").Select(item => item.Replace("chmod -R u+rwx .", "umask 2", StringComparison.Ordinal)).ToArray();
        Assert.Equal(own, CodeCopy.Split(newer).Command);
    }

    private async Task<string[]> ArgumentsAsync(string shell, string[] texts)
    {
        // Some as part of the command, some behind it: a container gets them one after the other.
        var output = await RunAsync(shell, ["./show.sh", .. texts]);
        var (folder, rest) = (output[..output.IndexOf('\n', StringComparison.Ordinal)], output[(output.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        Assert.Equal(Copy, folder);
        return texts.Length == 0 ? [] : rest[..^1].Split('\0');
    }

    private Task<string> RunAsync(string shell, IReadOnlyList<string> command) =>
        ExternalProcess.RunAsync(shell, (shell == "busybox" ? ["sh"] : Array.Empty<string>()).Concat(Here(CodeCopy.Before(command, Source)).Skip(1)), "");

    private IEnumerable<string> Here(IEnumerable<string> command) => command.Select((item, index) => index == 2 ? item.Replace("/tmp/mlops-code", Copy, StringComparison.Ordinal) : item);

    /// <summary>What an argument can be at all.</summary>
    private static string Possible(string? text) => new([.. (text ?? "").Where(c => c != '\0' && !char.IsSurrogate(c))]);
}
