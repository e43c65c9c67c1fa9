using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Tests.Support;

namespace MlOps.Tests.CommandLine;

/// <summary>The file that Export-MlEntrypoint writes, run by the shells of this machine as SageMaker would run it.</summary>
public sealed class EntrypointScriptTests : IDisposable
{
    private static readonly string[] s_print = ["sh", "-c", """for argument do printf '%s\0' "$argument"; done""", "sh"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _script;

    public EntrypointScriptTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The file runs in containers of Linux.");
        Assert.SkipUnless(ExternalProcess.IsOnPath("python3"), "There is no python3.");
        _script = _folder.File("train");
        File.WriteAllBytes(_script, EntrypointScript.Read());
        Directory.CreateDirectory(_folder.File("ml/input/config"));
    }

    public static TheoryData<string[]> Shells
    {
        get
        {
            var shells = new TheoryData<string[]>();
            foreach (var shell in new string[][] { ["sh"], ["dash"], ["bash"], ["busybox", "sh"] }.Where(shell => ExternalProcess.IsOnPath(shell[0])))
            {
                shells.Add(shell);
            }

            return shells;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Property(MaxTest = 60)]
    public Property The_program_gets_the_arguments_of_the_contract() => Prop.ForAll(Specs.ToArbitrary(), Gen.Choose(12, 512).ToArbitrary(), (spec, longest) =>
    {
        var expected = TrainingContract.Arguments(spec, Contract.Paths);
        var environment = Hand(spec with { Command = [.. s_print, .. spec.Command] }, longest);
        var actual = Texts(Run(["sh"], [], environment).Output);
        return actual.SequenceEqual(expected).Label($"expected {JsonSerializer.Serialize(expected)}\nactual   {JsonSerializer.Serialize(actual)}");
    });

    [Theory]
    [MemberData(nameof(Shells))]
    public void Every_shell_gives_the_same_arguments(string[] shell)
    {
        TrainingSpec spec = new()
        {
            Name = "job-1",
            Command = [.. s_print, "first arg"],
            Hyperparameters =
            [
                new("lr", -1e-5), new("text", "true"), new("list", new object?[] { "a b", true, null, 1.10m, "[x]", "\n", "-3" }), new("flag", true), new("off", false), new("none", null),
                new("quotes", "'\"\\$(id)`id`*"), new("unicode", "日本\U0001F600\u2028"), new("looks", "[1]"), new("-o", "x"),
            ],
            Arguments = ["--data", "{input:train}", ""],
        };
        var environment = Hand(spec, 100);
        Write(new() { ["_tuning_objective_metric"] = "val_loss", ["sagemaker_program"] = "x.py" }, Kept(spec));
        var expected = TrainingContract.Arguments(spec, Contract.Paths).Skip(s_print.Length);

        Assert.Equal(expected, Texts(Run(shell, [], environment).Output));
        Assert.Equal(expected, Texts(Run(shell, ["train"], environment).Output));

        // The program is the same whatever the session's character set is.
        Assert.Equal(expected, Texts(Run(shell, [], environment.Append(new("LC_ALL", "C"))).Output));
        Assert.Equal(expected, Texts(Run(shell, [], environment.Append(new("LC_ALL", "POSIX"))).Output));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_command_stands_before_the_word_train(string[] shell)
    {
        Write(new() { ["lr"] = "0.1", ["b"] = "true", ["a"] = """["x","y"]""", ["_tuning_objective_metric"] = "m" });
        Assert.Equal(["é", "--a", "x", "--a", "y", "--b", "--lr", "0.1"], Texts(Run(shell, [.. s_print, "é", "train"], []).Output));
        Assert.Equal(["--a=x", "--a=y", "--b", "--lr=0.1"], Texts(Run(shell, [.. s_print, "train"], [new("MLOPS_ARGUMENT_STYLE", "Equals")]).Output));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Other_arguments_are_the_whole_command(string[] shell)
    {
        Write(new() { ["mode"] = "train" });
        Assert.Equal(["--lr", "0.2"], Texts(Run(shell, [.. s_print, "--lr", "0.2"], []).Output));

        // A training job that MlOps has started with arguments, the last of which is that word.
        Assert.Equal(["--mode", "train"], Texts(Run(shell, [.. s_print, "--mode", "train"], [new("MLOPS_PROVIDER", "SageMaker")]).Output));
        Write([]);
        Assert.Equal([], Texts(Run(shell, [.. s_print, "train"], [new("MLOPS_PROVIDER", "SageMaker")]).Output));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Elsewhere_it_is_its_arguments(string[] shell)
    {
        var environment = new KeyValuePair<string, string>[] { new("MLOPS_COMMAND", """["false"]"""), new("MLOPS_ARGUMENTS", """["x"]""") };
        Assert.Equal(["a b", "train"], Texts(Run(shell, [.. s_print, "a b", "train"], environment).Output));
        Assert.Equal(9, Run(shell, ["sh", "-c", "exit 9"], environment).Code);

        var nothing = Run(shell, [], environment);
        Assert.Equal((1, "train: There is nothing to run: this is not SageMaker, and no command is given.\n"), (nothing.Code, nothing.Errors));
        Assert.False(Directory.Exists(_folder.File("ml/output")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void The_exit_code_is_the_programs(string[] shell)
    {
        Write([]);
        Assert.Equal(0, Run(shell, ["true", "train"], []).Code);
        Assert.Equal(42, Run(shell, ["sh", "-c", "exit 42", "train"], []).Code);
        Assert.False(Directory.Exists(_folder.File("ml/output")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_signal_reaches_the_program(string[] shell)
    {
        Write([]);
        using var trapping = Start(shell, ["sh", "-c", "trap 'echo stopped; exit 7' TERM; echo ready; while :; do sleep 0.02; done", "train"], []);
        Assert.Equal("ready", await trapping.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await ExternalProcess.RunAsync("sh", ["-c", $"kill -TERM {trapping.Id}"], "");
        Assert.Equal("stopped", await trapping.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await trapping.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(7, trapping.ExitCode);

        // One that does nothing against it ends by it.
        using var plain = Start(shell, ["sh", "-c", "echo $$; exec sleep 100", "train"], []);
        Assert.Equal(plain.Id.ToString(CultureInfo.InvariantCulture), await plain.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await ExternalProcess.RunAsync("sh", ["-c", $"kill -TERM {plain.Id}"], "");
        await plain.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(128 + 15, plain.ExitCode);
    }

    [Fact]
    public void The_program_finds_signals_input_and_environment_as_they_were()
    {
        Assert.SkipUnless(File.Exists("/proc/self/status"), "There is no /proc.");
        Write([]);
        var ignored = Convert.ToUInt64(Run(["sh"], ["sh", "-c", "sed -n 's/^SigIgn:[[:space:]]*//p' /proc/self/status", "train"], []).Output.Trim(), 16);

        // SIGPIPE and SIGXFSZ, which Python ignores.
        Assert.Equal(0ul, ignored & ((1ul << 12) | (1ul << 24)));
        Assert.Equal("input", Run(["sh"], ["cat", "train"], [], "input").Output);
        Assert.Equal("unset", Run(["sh"], ["sh", "-c", "echo ${LC_CTYPE-unset}", "train"], [new("LC_ALL", "")]).Output.Trim());
        Assert.Equal("C.UTF-8", Run(["sh"], ["sh", "-c", "echo ${LC_CTYPE-unset}", "train"], [new("LC_CTYPE", "C.UTF-8")]).Output.Trim());
    }

    [Theory]
    [InlineData("{", "[]", "no JSON: ")]
    [InlineData("[]", "[]", "hyperparameters.json is no table of hyperparameters.")]
    [InlineData("{}", "[", "The variable MLOPS_ARGUMENTS is no JSON: ")]
    [InlineData("{}", "{}", "The variable MLOPS_ARGUMENTS is no list of texts.")]
    [InlineData("""{"x":"\ud800"}""", "[]", "An argument has half of a surrogate pair: ")]
    [InlineData("""{"x":"a\u0000b"}""", "[]", "An argument cannot be given to a program: embedded null byte.")]
    public void What_is_wrong_is_one_sentence_and_the_reason_of_the_failure(string hyperparameters, string arguments, string expected)
    {
        File.WriteAllText(_folder.File("ml/input/config/hyperparameters.json"), hyperparameters);
        Fails(Run(["sh"], ["true", "train"], [new("MLOPS_ARGUMENTS", arguments)]), 1, expected);
    }

    [Fact]
    public void No_command_no_program_and_no_python_are_said()
    {
        Write([]);
        Fails(Run(["sh"], [], []), 1, "There is no command: give -Command to Start-MlTuning, or put one before train in the ENTRYPOINT of the image.");
        Fails(Run(["sh"], ["no such program", "train"], []), 127, """The program "no such program" cannot be started: No such file or directory.""");
        Fails(Run(["sh"], [_folder.File("ml"), "train"], []), 126, "cannot be started: Permission denied.");

        var tools = Directory.CreateDirectory(_folder.File("tools")).FullName;
        foreach (var tool in new[] { "mkdir", "sh" })
        {
            File.CreateSymbolicLink(Path.Combine(tools, tool), Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, tool)).First(File.Exists));
        }

        Fails(Run(["sh"], ["true", "train"], [new("PATH", tools)]), 1, "This image has no python3, which reads the hyperparameters that SageMaker gives.");
    }

    private void Fails((int Code, string Output, string Errors) run, int code, string expected)
    {
        Assert.Equal(code, run.Code);
        Assert.StartsWith("train: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Equal(run.Errors.TrimEnd('\n'), File.ReadAllText(_folder.File("ml/output/failure")));
        Assert.DoesNotContain('\n', run.Errors.TrimEnd('\n'));
    }

    /// <summary>Puts the hyperparameters of a job where SageMaker puts them, and gives what goes into its environment.</summary>
    private IReadOnlyDictionary<string, string> Hand(TrainingSpec spec, int longest)
    {
        Write([], Kept(spec));
        var arguments = TrainingContract.Arguments(spec, Contract.Paths);
        var expanded = EntrypointContract.Expand(spec.Hyperparameters, spec.Name, Contract.Paths);
        return EntrypointContract.Variables(
            new(
                [.. arguments.Take(spec.Command.Count)],
                [.. arguments.TakeLast(spec.Arguments.Count)],
                spec.ArgumentStyle,
                [.. expanded.Select(one => one.Key)],
                [.. expanded.Where(one => EntrypointContract.IsDisguised(one.Value)).Select(one => one.Key)]),
            longest);
    }

    private static IEnumerable<KeyValuePair<string, string>> Kept(TrainingSpec spec) =>
        EntrypointContract.Expand(spec.Hyperparameters, spec.Name, Contract.Paths).Select(one => KeyValuePair.Create(one.Key, KeptHyperparameter.Write(one.Key, one.Value)));

    private void Write(Dictionary<string, string> hyperparameters, params IEnumerable<KeyValuePair<string, string>> more) =>
        File.WriteAllText(
            _folder.File("ml/input/config/hyperparameters.json"),
            JsonSerializer.Serialize(hyperparameters.Concat(more).OrderByDescending(one => one.Key, StringComparer.Ordinal).ToDictionary()));

    private (int Code, string Output, string Errors) Run(string[] shell, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment, string input = "")
    {
        using var process = Start(shell, arguments, environment);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result, errors.Result);
    }

    private Process Start(string[] shell, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var path = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, shell[0])).First(File.Exists);
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo(path, [.. shell.Skip(1), _script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
        };
        foreach (var name in new[] { "LC_ALL", "LC_CTYPE", "LANG" })
        {
            start.Environment.Remove(name);
        }

        start.Environment["MLOPS_ENTRYPOINT_ROOT"] = _folder.File("ml");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static string[] Texts(string output) => output.Length == 0 ? [] : output[..^1].Split('\0');

    private static Gen<object?> Scalar { get; } = Gen.OneOf(
        Samples.Text.Select(text => (object?)text),
        Samples.Number.Select(number => (object?)number),
        Gen.Elements<object?>(true, false, null, "true", "false", "null", "[", "[]", "[NaN]", "[1]", "\"x\"", "1e5", "007", -3L, ulong.MaxValue, 1.10m, 0.1f, 'c', "{output}", "{input:train}/x", "{{output}}", new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)));

    private static Gen<KeyValuePair<string, object?>> Hyperparameter { get; } =
        from name in Gen.Elements("lr", "dataset", "amp", "-o", "ünï", "a.b", "日本", "x1", "x2")
        from value in Gen.OneOf(Scalar, Scalar.ListOf().Select(list => (object?)list.ToArray()))
        select KeyValuePair.Create(name, value);

    private static Gen<TrainingSpec> Specs { get; } =
        from hyperparameters in Hyperparameter.ListOf()
        from arguments in Samples.Text.ListOf()
        from command in Samples.Text.ListOf()
        from style in Gen.Elements(ArgumentStyle.Space, ArgumentStyle.Equals)
        select new TrainingSpec
        {
            Name = "job-1",
            Command = [.. command],
            Hyperparameters = [.. hyperparameters.DistinctBy(one => one.Key)],
            Arguments = [.. arguments],
            ArgumentStyle = style,
        };
}
