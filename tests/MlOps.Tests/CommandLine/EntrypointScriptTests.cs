using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace MlOps.Tests.CommandLine;

/// <summary>The file that Export-MlEntrypoint writes, run by the shells of this machine as SageMaker would run it.</summary>
public sealed class EntrypointScriptTests : IDisposable
{
    private readonly EntrypointContainer _container = new();

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

    public void Dispose() => _container.Dispose();

    [Property(MaxTest = 60)]
    public Property The_program_gets_the_arguments_of_the_contract() => Prop.ForAll(Specs.ToArbitrary(), Gen.Choose(12, 512).ToArbitrary(), (spec, longest) =>
    {
        var expected = TrainingContract.Arguments(spec, Contract.Paths);
        var environment = Hand(spec with { Command = [.. EntrypointContainer.Print, .. spec.Command] }, longest);
        var actual = EntrypointContainer.Texts(_container.Run(["sh"], [], environment).Output);
        return actual.SequenceEqual(expected).Label($"expected {JsonSerializer.Serialize(expected)}\nactual   {JsonSerializer.Serialize(actual)}");
    });

    [Theory]
    [MemberData(nameof(Shells))]
    public void Every_shell_gives_the_same_arguments(string[] shell)
    {
        TrainingSpec spec = new()
        {
            Name = "job-1",
            Command = [.. EntrypointContainer.Print, "first arg"],
            Hyperparameters =
            [
                new("lr", -1e-5), new("text", "true"), new("list", new object?[] { "a b", true, null, 1.10m, "[x]", "\n", "-3" }), new("flag", true), new("off", false), new("none", null),
                new("quotes", "'\"\\$(id)`id`*"), new("unicode", "日本\U0001F600\u2028"), new("looks", "[1]"), new("-o", "x"),
            ],
            Arguments = ["--data", "{input:train}", ""],
        };
        var environment = Hand(spec, 100);
        _container.Write(new() { ["_tuning_objective_metric"] = "val_loss", ["sagemaker_program"] = "x.py" }, Kept(spec));
        var expected = TrainingContract.Arguments(spec, Contract.Paths).Skip(EntrypointContainer.Print.Length);

        Assert.Equal(expected, EntrypointContainer.Texts(_container.Run(shell, [], environment).Output));
        Assert.Equal(expected, EntrypointContainer.Texts(_container.Run(shell, ["train"], environment).Output));

        // The program is the same whatever the session's character set is.
        Assert.Equal(expected, EntrypointContainer.Texts(_container.Run(shell, [], environment.Append(new("LC_ALL", "C"))).Output));
        Assert.Equal(expected, EntrypointContainer.Texts(_container.Run(shell, [], environment.Append(new("LC_ALL", "POSIX"))).Output));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_command_stands_before_the_word_train(string[] shell)
    {
        _container.Write(new() { ["lr"] = "0.1", ["b"] = "true", ["a"] = """["x","y"]""", ["_tuning_objective_metric"] = "m" });
        Assert.Equal(["é", "--a", "x", "--a", "y", "--b", "--lr", "0.1"], EntrypointContainer.Texts(_container.Run(shell, [.. EntrypointContainer.Print, "é", "train"], []).Output));
        Assert.Equal(["--a=x", "--a=y", "--b", "--lr=0.1"], EntrypointContainer.Texts(_container.Run(shell, [.. EntrypointContainer.Print, "train"], [new("MLOPS_ARGUMENT_STYLE", "Equals")]).Output));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Other_arguments_are_the_whole_command(string[] shell)
    {
        _container.Write(new() { ["mode"] = "train" });
        Assert.Equal(["--lr", "0.2"], EntrypointContainer.Texts(_container.Run(shell, [.. EntrypointContainer.Print, "--lr", "0.2"], []).Output));

        // A training job that MlOps has started with arguments, the last of which is that word.
        Assert.Equal(["--mode", "train"], EntrypointContainer.Texts(_container.Run(shell, [.. EntrypointContainer.Print, "--mode", "train"], [new("MLOPS_PROVIDER", "SageMaker")]).Output));
        _container.Write([]);
        Assert.Equal([], EntrypointContainer.Texts(_container.Run(shell, [.. EntrypointContainer.Print, "train"], [new("MLOPS_PROVIDER", "SageMaker")]).Output));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Elsewhere_it_is_its_arguments(string[] shell)
    {
        var environment = new KeyValuePair<string, string>[] { new("MLOPS_COMMAND", """["false"]"""), new("MLOPS_ARGUMENTS", """["x"]""") };
        Assert.Equal(["a b", "train"], EntrypointContainer.Texts(_container.Run(shell, [.. EntrypointContainer.Print, "a b", "train"], environment).Output));
        Assert.Equal(9, _container.Run(shell, ["sh", "-c", "exit 9"], environment).Code);

        var nothing = _container.Run(shell, [], environment);
        Assert.Equal((1, "train: There is nothing to run: this is not SageMaker, and no command is given.\n"), (nothing.Code, nothing.Errors));
        Assert.False(Directory.Exists(_container.Folder.File("ml/output")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void The_exit_code_is_the_programs(string[] shell)
    {
        _container.Write([]);
        Assert.Equal(0, _container.Run(shell, ["true", "train"], []).Code);
        Assert.Equal(42, _container.Run(shell, ["sh", "-c", "exit 42", "train"], []).Code);
        Assert.False(Directory.Exists(_container.Folder.File("ml/output")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_signal_reaches_the_program(string[] shell)
    {
        _container.Write([]);
        using var trapping = _container.Start(shell, ["sh", "-c", "trap 'echo stopped; exit 7' TERM; echo ready; while :; do sleep 0.02; done", "train"], []);
        Assert.Equal("ready", await trapping.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await ExternalProcess.RunAsync("sh", ["-c", $"kill -TERM {trapping.Id}"], "");
        Assert.Equal("stopped", await trapping.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await trapping.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(7, trapping.ExitCode);

        // One that does nothing against it ends by it.
        using var plain = _container.Start(shell, ["sh", "-c", "echo $$; exec sleep 100", "train"], []);
        Assert.Equal(plain.Id.ToString(CultureInfo.InvariantCulture), await plain.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await ExternalProcess.RunAsync("sh", ["-c", $"kill -TERM {plain.Id}"], "");
        await plain.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(128 + 15, plain.ExitCode);
    }

    [Fact]
    public void The_program_finds_signals_input_and_environment_as_they_were()
    {
        Assert.SkipUnless(File.Exists("/proc/self/status"), "There is no /proc.");
        _container.Write([]);
        var ignored = Convert.ToUInt64(_container.Run(["sh"], ["sh", "-c", "sed -n 's/^SigIgn:[[:space:]]*//p' /proc/self/status", "train"], []).Output.Trim(), 16);

        // SIGPIPE and SIGXFSZ, which Python ignores.
        Assert.Equal(0ul, ignored & ((1ul << 12) | (1ul << 24)));
        Assert.Equal("input", _container.Run(["sh"], ["cat", "train"], [], "input").Output);
        Assert.Equal("unset", _container.Run(["sh"], ["sh", "-c", "echo ${LC_CTYPE-unset}", "train"], [new("LC_ALL", "")]).Output.Trim());
        Assert.Equal("C.UTF-8", _container.Run(["sh"], ["sh", "-c", "echo ${LC_CTYPE-unset}", "train"], [new("LC_CTYPE", "C.UTF-8")]).Output.Trim());
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
        File.WriteAllText(_container.Folder.File("ml/input/config/hyperparameters.json"), hyperparameters);
        Fails(_container.Run(["sh"], ["true", "train"], [new("MLOPS_ARGUMENTS", arguments)]), 1, expected);
    }

    [Fact]
    public void No_command_no_program_and_no_python_are_said()
    {
        _container.Write([]);
        Fails(_container.Run(["sh"], [], []), 1, "There is no command: give -Command to Start-MlTuning, or put one before train in the ENTRYPOINT of the image.");
        Fails(_container.Run(["sh"], ["no such program", "train"], []), 127, """The program "no such program" cannot be started: No such file or directory.""");
        Fails(_container.Run(["sh"], [_container.Folder.File("ml"), "train"], []), 126, "cannot be started: Permission denied.");

        var tools = Directory.CreateDirectory(_container.Folder.File("tools")).FullName;
        foreach (var tool in new[] { "mkdir", "sh" })
        {
            File.CreateSymbolicLink(Path.Combine(tools, tool), Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, tool)).First(File.Exists));
        }

        Fails(_container.Run(["sh"], ["true", "train"], [new("PATH", tools)]), 1, "This image has no python3, which reads the hyperparameters that SageMaker gives.");
    }

    private void Fails((int Code, string Output, string Errors) run, int code, string expected)
    {
        Assert.Equal(code, run.Code);
        Assert.StartsWith("train: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Equal(run.Errors.TrimEnd('\n'), File.ReadAllText(_container.Folder.File("ml/output/failure")));
        Assert.DoesNotContain('\n', run.Errors.TrimEnd('\n'));
    }

    /// <summary>Puts the hyperparameters of a job where SageMaker puts them, and gives what goes into its environment.</summary>
    private IReadOnlyDictionary<string, string> Hand(TrainingSpec spec, int longest)
    {
        _container.Write([], Kept(spec));
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
