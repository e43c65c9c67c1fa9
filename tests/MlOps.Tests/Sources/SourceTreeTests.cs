using System.Diagnostics;
using MlOps.Tests.Files;

namespace MlOps.Tests.Sources;

public sealed class SourceTreeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_come_in_the_order_of_the_bytes_of_their_paths()
    {
        string[] inOrder = ["B", "a b/x", "a!", "a.b", "a/b/c", "a/b0", "a0", "b/\uFF41", "b/\U0001F600", "c", "é"];
        foreach (var path in inOrder.Reverse())
        {
            Write(path, path);
        }

        Assert.Equal(inOrder, List());
    }

    [Fact]
    public void A_file_is_listed_as_it_is()
    {
        Write("sub/train.py", "print()");
        var time = new DateTime(2024, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder["sub", "train.py"], time);
        var file = Assert.Single(SourceTree.List(_folder.Path, null, TestContext.Current.CancellationToken));
        Assert.Equal(new SourceFile { RelativePath = "sub/train.py", FullPath = RealPath.Of(_folder["sub", "train.py"]), Size = 7, LastWriteTimeUtc = time }, file);

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder["sub", "train.py"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
            Assert.True(Assert.Single(SourceTree.List(_folder.Path, null, TestContext.Current.CancellationToken)).IsExecutable);
        }
    }

    [Fact]
    public void What_the_ignore_files_say_is_left_out_and_nothing_else()
    {
        Write(".gitignore", "*.pyc\n/data/\n!important.pyc\n");
        Write("pkg/.gitignore", "secret\n");
        foreach (var path in new[] { "train.py", "train.pyc", "important.pyc", "data/a", "pkg/data/b", "pkg/secret", "secret", "__pycache__/x", ".env" })
        {
            Write(path, "");
        }

        Assert.Equal([".env", ".gitignore", "__pycache__/x", "important.pyc", "pkg/.gitignore", "pkg/data/b", "secret", "train.py"], List());
    }

    [Fact]
    public void In_a_work_tree_the_rules_above_count_too_up_to_its_top()
    {
        Write("tree/.gitignore", "*.a\n/src/lib/*.b\n/lib/*.c\n");
        Write("tree/src/.gitignore", "!keep.a\n/lib/x.d\n/x.d\n");
        MakeWorkTree("tree");
        Write("tree/.git/info/exclude", "*.e\nkeep.a\n");
        Write(".gitignore", "*\n");
        foreach (var name in new[] { "x.a", "keep.a", "x.b", "x.c", "x.d", "x.e", "x.f" })
        {
            Write($"tree/src/lib/{name}", "");
        }

        Assert.Equal(["keep.a", "x.c", "x.f"], List("tree", "src", "lib"));
        Assert.Equal([".gitignore", "lib/keep.a", "lib/x.c", "lib/x.f"], List("tree", "src"));
        Assert.Equal([".gitignore", "src/.gitignore", "src/lib/keep.a", "src/lib/x.c", "src/lib/x.f"], List("tree"));
    }

    [Fact]
    public void Without_a_work_tree_nothing_above_counts()
    {
        Write(".gitignore", "*\n");
        Write("src/.git/config", "no HEAD, no repository");
        Write("src/a", "");
        Assert.Equal(["a"], List("src"));
    }

    [Fact]
    public void A_folder_that_is_named_is_listed_even_if_it_is_ignored()
    {
        MakeWorkTree("");
        Write(".gitignore", "build/\n*.o\n");
        Write("build/a", "");
        Write("build/a.o", "");
        Assert.Equal(["a"], List("build"));
        Assert.Equal([".gitignore"], List());
    }

    [Fact]
    public void A_work_tree_within_has_its_own_rules_only()
    {
        MakeWorkTree("");
        Write(".gitignore", "*.a\n/gone/\n");
        MakeWorkTree("module");
        Write("module/.git/info/exclude", "*.b\n");
        MakeWorkTree("gone");
        foreach (var path in new[] { "module/x.a", "module/x.b", "module/sub/x.b", "gone/x.c", "x.a", "x.b" })
        {
            Write(path, "");
        }

        Assert.Equal([".gitignore", "module/x.a", "x.b"], List());
    }

    // As git worktree add and git submodule leave it.
    [Fact]
    public void A_work_tree_may_have_its_repository_elsewhere()
    {
        MakeWorkTree("main");
        Write("main/.git/info/exclude", "*.a\n");
        Write("main/.git/worktrees/second/commondir", "../..\n");
        Write("second/.git", $"gitdir: {_folder["main", ".git", "worktrees", "second"]}\n");
        Write("second/x.a", "");
        Write("second/x.b", "");
        Assert.Equal(["x.b"], List("second"));

        Write("main/.git/modules/m/info/exclude", "*.b\n");
        Write("main/m/.git", "gitdir: ../.git/modules/m\n");
        Write("main/m/x.a", "");
        Write("main/m/x.b", "");
        Assert.Equal(["m/x.a"], List("main"));
        Assert.Equal(["x.a"], List("main", "m"));
    }

    [Fact]
    public void Git_s_own_files_are_left_out_at_any_depth()
    {
        Write(".git/HEAD", "");
        Write("a/.git/config", "");
        Write("b/.git", "gitdir: nowhere\n");
        Write(".github/x", "");
        Write("b/x", "");
        Assert.Equal([".github/x", "b/x"], List());
    }

    [Fact]
    public void Links_to_files_inside_are_files_and_other_links_are_named()
    {
        Write("out/secret", "");
        Write("in/sub/file", "content");
        Write("in/.git/config", "");
        foreach (var (name, target) in new[]
        {
            ("alias", "sub/file"), ("absolute", _folder["in", "sub", "file"]), ("twice", "alias"), ("around", "../in/sub/file"), ("zz/up", "../sub/file"),
            ("out", "../out/secret"), ("far", "/dev/null"), ("chained", "out"), ("nowhere", "missing"), ("circle", "circle"), ("folder", "sub"), ("git", ".git/config"),
        })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder["in", name])!);
            File.CreateSymbolicLink(_folder["in", name], target);
        }

        var skipped = new List<SkippedSource>();
        var files = SourceTree.List(_folder["in"], skipped.Add, TestContext.Current.CancellationToken).ToList();
        Assert.Equal(["absolute", "alias", "around", "sub/file", "twice", "zz/up"], files.Select(file => file.RelativePath));
        Assert.All(files, file => Assert.Equal((7, RealPath.Of(_folder["in", "sub", "file"])), (file.Size, file.FullPath)));
        Assert.Equal(
            [
                new("chained", "it is a symbolic link that leads out of the folder"),
                new("circle", "it is a symbolic link in a circle"),
                new("far", "it is a symbolic link that leads out of the folder"),
                new("folder", "it is a symbolic link to a folder"),
                new("git", "it is a symbolic link into .git"),
                new("nowhere", "it is a symbolic link to nothing"),
                new("out", "it is a symbolic link that leads out of the folder"),
            ],
            skipped);
    }

    // A pattern of folders does not speak of a link to one.
    [Fact]
    public void Links_that_are_ignored_are_not_named()
    {
        Write(".gitignore", "data\nother/\n");
        Directory.CreateSymbolicLink(_folder["data"], "/dev");
        Directory.CreateSymbolicLink(_folder["other"], "/dev");
        var skipped = new List<SkippedSource>();
        Assert.Equal([".gitignore"], SourceTree.List(_folder.Path, skipped.Add, TestContext.Current.CancellationToken).Select(file => file.RelativePath));
        Assert.Equal("other", Assert.Single(skipped).RelativePath);
    }

    // Git does not follow it either: what it says may be anybody's.
    [Fact]
    public void An_ignore_file_that_is_a_link_says_nothing()
    {
        Write("rules", "*\n");
        File.CreateSymbolicLink(_folder[".gitignore"], "rules");
        Assert.Equal([".gitignore", "rules"], List());
    }

    [Fact]
    public void A_link_as_the_folder_is_followed()
    {
        Write("real/a", "");
        Directory.CreateSymbolicLink(_folder["link"], "real");
        Assert.Equal(["a"], List("link"));
    }

    [Fact]
    public async Task A_pipe_is_named_and_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        using (var mkfifo = Process.Start("mkfifo", [_folder["pipe"], _folder[".gitignore"]]))
        {
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, mkfifo.ExitCode);
        }

        Write("empty", "");
        var skipped = new List<SkippedSource>();
        Assert.Equal(["empty"], SourceTree.List(_folder.Path, skipped.Add, TestContext.Current.CancellationToken).Select(file => file.RelativePath));
        Assert.Equal([new(".gitignore", "it is a pipe, a socket or a device"), new("pipe", "it is a pipe, a socket or a device")], skipped);
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<MlOpsException>(() => SourceFile.Of(_folder["pipe"])).Code);
    }

    [Fact]
    public void An_empty_folder_has_no_files() => Assert.Empty(List());

    [Fact]
    public void A_folder_that_is_not_there_is_an_error_at_once()
    {
        Write("file", "");
        Assert.Equal(ErrorCode.NotFound, Assert.Throws<MlOpsException>(() => SourceTree.List(_folder["none"], null, TestContext.Current.CancellationToken)).Code);
        Assert.Equal(ErrorCode.NotFound, Assert.Throws<MlOpsException>(() => SourceTree.List(_folder["file"], null, TestContext.Current.CancellationToken)).Code);
        Assert.Equal(ErrorCode.NotFound, Assert.Throws<MlOpsException>(() => SourceFile.Of(_folder["none"])).Code);
    }

    [Fact]
    public void It_can_be_ended()
    {
        Write("a", "");
        Write("b", "");
        using var end = new CancellationTokenSource();
        using var files = SourceTree.List(_folder.Path, null, end.Token).GetEnumerator();
        Assert.True(files.MoveNext());
        end.Cancel();
        Assert.Throws<OperationCanceledException>(() => files.MoveNext());
    }

    private string[] List(params string[] folder) =>
        [.. SourceTree.List(_folder[folder], null, TestContext.Current.CancellationToken).Select(file => file.RelativePath)];

    private void MakeWorkTree(string folder) => Write(Path.Combine(folder, ".git", "HEAD"), "ref: refs/heads/main\n");

    private void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[path])!);
        File.WriteAllText(_folder[path], content);
    }
}
