using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MlOps.Providers.Requests;
using MlOps.Providers.Vertex.Requests;
using MlOps.Tests.Support;

namespace MlOps.Tests.Vertex;

/// <summary>The script around a trial's command, run here with every shell and every awk that is there.</summary>
public sealed class TrialScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Pairs => TrialTools.Pairs;

    public static TheoryData<string> Shells => [.. TrialTools.Shells];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public async Task The_output_is_the_programs_own_and_so_is_its_exit_code(string shell, string awk)
    {
        using var trial = Run(shell, awk, TrialProcess.Program("echo one; echo 'epoch=2 val_loss=0.50'; echo val_loss=1e-3 >&2; printf 'no end'; exit 7"));
        Assert.Equal((7, "one\nepoch=2 val_loss=0.50\nno end", "val_loss=1e-3\n"), await trial.End());
        var metrics = await trial.Metrics(2);
        Assert.Equal(["0.001", "0.5"], metrics.Select(one => (string)one["val_loss"]!).Order());
        Assert.Empty(Directory.GetDirectories(_folder.Path, "tmp*"));
    }

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public async Task A_line_and_its_value_are_there_at_once(string shell, string awk)
    {
        string[] gates = [.. Enumerable.Range(1, 3).Select(Gate)];
        using var trial = Run(shell, awk, TrialProcess.Program("i=1; for gate; do echo \"step=$i val_loss=0.$i\"; read x <\"$gate\"; i=$((i+1)); done", gates));
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal($"step={i} val_loss=0.{i}", await trial.Line());
            var last = (await trial.Metrics(i))[^1];
            Assert.Equal(($"{i}", $"0.{i}", "7", ""), ((string)last["global_step"]!, (string)last["val_loss"]!, (string)last["trial"]!, (string)last["checkpoint_path"]!));
            Assert.InRange((double)last["timestamp"]!, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 3600, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3600);
            await File.WriteAllTextAsync(gates[i - 1], "on\n", Stop);
        }

        Assert.Equal(0, (await trial.End()).Code);
    }

    [Fact]
    public async Task The_file_has_the_form_of_googles_own_library()
    {
        using var trial = Run("sh", "awk", TrialProcess.Program("echo val_loss=2"));
        await trial.End();
        var line = await File.ReadAllTextAsync(trial.MetricFile, Stop);
        Assert.Matches("""\A\{"checkpoint_path": "", "global_step": "1", "timestamp": [0-9]+\.0, "trial": "7", "val_loss": "2\.0"\}\n\z""", line);
    }

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public async Task Of_a_thousand_values_the_last_hundred_are_kept(string shell, string awk)
    {
        using var trial = Run(shell, awk, TrialProcess.Program("i=1; while [ $i -le 1000 ]; do echo \"val_loss=$i\"; i=$((i+1)); done"));
        var (code, output, _) = await trial.End();
        Assert.Equal((0, string.Concat(Enumerable.Range(1, 1000).Select(i => $"val_loss={i}\n"))), (code, output));
        Assert.Equal(Enumerable.Range(901, 100).Select(i => ($"{i}", $"{i}.0")), (await trial.Metrics(100)).Select(one => ((string)one["global_step"]!, (string)one["val_loss"]!)));
    }

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public async Task Junk_and_long_lines_pass_as_they_are(string shell, string awk)
    {
        var bytes = new byte[200_000];
        new Random(3).NextBytes(bytes);
        var junk = _folder.File("junk");
        await File.WriteAllBytesAsync(junk, [.. bytes, .. "\n\n"u8, .. Enumerable.Repeat((byte)'x', 300_000), .. "\nepoch 4 val_loss=0.25\n"u8], Stop);
        using var trial = Run(shell, awk, TrialProcess.Program("cat \"$1\"; cat \"$1\" >&2", junk));
        var expected = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(junk, Stop));
        var (code, output, errors) = await trial.End();
        Assert.Equal(0, code);
        Assert.True(expected == output && expected == errors, "The bytes are not the same.");
        Assert.All(await trial.Metrics(2), one => Assert.Equal(("4", "0.25"), ((string)one["global_step"]!, (string)one["val_loss"]!)));
    }

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public async Task What_is_no_finite_number_is_not_written(string shell, string awk)
    {
        using var trial = Run(shell, awk, TrialProcess.Program("for v in nan NaN inf -inf Infinity 1e999 none 1 ; do echo val_loss=$v; done"));
        await trial.End();
        Assert.Equal("1.0", (string)Assert.Single(await trial.Metrics(1))["val_loss"]!);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_reaches_the_program_whose_exit_code_is_kept(string signal)
    {
        foreach (var shell in TrialTools.Shells)
        {
            using var folder = new TemporaryFolder();
            using var trial = new TrialProcess(folder, shell, TrialTools.Path(folder, "awk"), TrialProcess.Program("trap 'kill $y; echo val_loss=3; echo got TERM; exit 9' TERM; trap 'kill $y; echo val_loss=3; echo got INT; exit 9' INT; sleep 100 & y=$!; echo ready; wait"));
            Assert.Equal("ready", await trial.Line());
            await trial.Send(signal);
            var (code, output, _) = await trial.End();
            Assert.Equal((shell, 9), (shell, code));

            // Where a shell cannot, and env cannot either, it is the other signal.
            Assert.True(output == $"val_loss=3\ngot {signal}\n" || (output == "val_loss=3\ngot TERM\n" && !CanInterrupt()), output);
            Assert.Single(await trial.Metrics(1));
        }
    }

    [Theory]
    [MemberData(nameof(Shells), DisableDiscoveryEnumeration = true)]
    public async Task A_program_that_a_signal_has_ended_says_so(string shell)
    {
        using var trial = Run(shell, "awk", TrialProcess.Program("echo ready; exec sleep 100"));
        Assert.Equal("ready", await trial.Line());
        await trial.Send("TERM");
        Assert.Equal((143, "", ""), await trial.End());
    }

    [Theory]
    [MemberData(nameof(Shells), DisableDiscoveryEnumeration = true)]
    public async Task A_program_that_is_not_there_is_no_secret(string shell)
    {
        using var trial = Run(shell, "awk", ["/no/such/program"]);
        var (code, _, errors) = await trial.End();
        Assert.Equal(127, code);
        Assert.Contains("/no/such/program", errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells), DisableDiscoveryEnumeration = true)]
    public async Task Without_awk_the_training_runs_all_the_same(string shell)
    {
        var bin = _folder.File("few");
        Directory.CreateDirectory(bin);
        string[] tools = ["sh", "env", "tee", "cat", "mkfifo", "mktemp", "mkdir", "rm", "mv", "tail", "dd", "sleep", "date", shell.Split(' ')[0]];
        foreach (var tool in tools.Distinct())
        {
            File.CreateSymbolicLink(Path.Combine(bin, tool), TrialTools.Find(tool)!);
        }

        // busybox has an awk of its own in it, which its shell prefers to the search path.
        using var trial = new TrialProcess(_folder, shell == "busybox sh" ? "sh" : shell, bin, TrialProcess.Program("echo \"$@\" val_loss=1; exit 5", "--lr=0.1"));
        Assert.Equal((5, "--lr=0.1 val_loss=1\n", ""), await trial.End());
        Assert.False(File.Exists(trial.MetricFile));
    }

    [Theory]
    [MemberData(nameof(Shells), DisableDiscoveryEnumeration = true)]
    public async Task When_awk_dies_the_training_goes_on(string shell)
    {
        // An awk that dies of the first line, and has written the arguments before.
        var bin = _folder.File("dying");
        Directory.CreateDirectory(bin);
        var awk = Path.Combine(bin, "awk");
        await File.WriteAllTextAsync(awk, $"#!/bin/sh\ncase \"$*\" in *m=s*) read x; kill -KILL $$;; *) exec {TrialTools.Find("awk")} \"$@\";; esac\n", Stop);
        File.SetUnixFileMode(awk, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var many = "i=0; while [ $i -lt 5000 ]; do echo 'a line that is long enough to fill pipes when nobody reads them'; i=$((i+1)); done; exit 6";
        using var trial = new TrialProcess(_folder, shell == "busybox sh" ? "sh" : shell, $"{bin}:{Environment.GetEnvironmentVariable("PATH")}", TrialProcess.Program(many));
        var (code, output, _) = await trial.End();
        Assert.Equal((6, 5000), (code, output.Count(c => c == '\n')));
    }

    [Fact]
    public async Task Without_a_folder_for_its_pipes_the_training_runs_all_the_same()
    {
        using var trial = new TrialProcess(_folder, "sh", TrialTools.Path(_folder, "awk"), TrialProcess.Program("echo \"$@\"; exit 5", "a b"), ("TMPDIR", "/proc/nowhere"));
        Assert.Equal((5, "a b\n", ""), await trial.End());
    }

    [Fact]
    public async Task A_process_that_is_left_behind_does_not_keep_the_trial()
    {
        using var trial = Run("sh", "awk", TrialProcess.Program("sleep 300 & echo $!; exit 3"));
        var sleeper = int.Parse(await trial.Line(), CultureInfo.InvariantCulture);
        try
        {
            await trial.End();
        }
        finally
        {
            using var process = Process.GetProcessById(sleeper);
            process.Kill();
        }
    }

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public async Task A_trial_gets_the_arguments_of_the_contract(string shell, string awk)
    {
        for (var seed = 0; seed < 15; seed++)
        {
            var random = new Random(seed);
            var spec = Spec(random);
            var values = spec.Space.Assign((parameter, _) => parameter.Domain.FromUnit(random.NextDouble()));
            var request = VertexTunings.Request(spec);
            var container = VertexTunings.Container(request);
            var variables = VertexTunings.Variables(container);
            var trial = VertexPaths.Of(spec.Job.InputData, "gs://my-bucket/mlops/t/7/");
            var expected = TrainingContract.Arguments(spec.Job with { Hyperparameters = [.. spec.Job.Hyperparameters, .. values] }, trial);

            var got = _folder.File($"got{seed}");
            var start = TrialTools.Start(shell, [.. Expanded(container["command"]).Skip(1), .. Expanded(container["args"]), .. Given(spec.Space, values, random), "--other=1"]);
            start.Environment["PATH"] = TrialTools.Path(_folder, awk);
            start.Environment["TMPDIR"] = _folder.Path;
            start.Environment["GOT"] = got;
            start.Environment["CLOUD_ML_HP_METRIC_FILE"] = _folder.File("m/x");
            var (known, number) = random.Next(2) == 0 ? ("CLOUD_ML_TRIAL_ID", "7") : ("AIP_MODEL_DIR", "gs://my-bucket/mlops/t/7/model/");
            start.Environment[known] = number;
            foreach (var (name, value) in variables)
            {
                start.Environment[name] = VariableReferences.Expand(value, variables);
            }

            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var errors = await process.StandardError.ReadToEndAsync(Stop);
            await process.WaitForExitAsync(Stop);
            Assert.True(process.ExitCode == 0, errors);
            var texts = (await File.ReadAllTextAsync(got, Stop)).Split('\0');
            Assert.Equal(["/gcs/my-bucket/mlops/t/7/model", "to /gcs/my-bucket/mlops/t/7/checkpoints it's"], texts[^3..^1]);
            Assert.Equal([.. expected.Skip(spec.Job.Command.Count), "--other=1"], texts[..^3]);

            // The service expands what it knows, which need not be the trial's number.
            string[] Expanded(JsonNode? list) => [.. (list as JsonArray ?? []).Select(text => VariableReferences.Expand((string)text!, variables))];
        }
    }

    [Fact]
    public async Task Code_that_is_sent_along_is_copied_before()
    {
        var code = _folder.File("code");
        Directory.CreateDirectory(code);
        await File.WriteAllTextAsync(Path.Combine(code, "train.sh"), "echo \"$@\"; echo val_loss=4; pwd; exit 4\n", Stop);
        var command = CodeCopy.Before(Providers.Vertex.Trials.TrialScript.Before(["sh", "train.sh"]), code);
        var start = TrialTools.Start(command[0], [.. command.Skip(1), "x", "--lr=0.10"]);
        start.Environment["TMPDIR"] = _folder.Path;
        start.Environment["CLOUD_ML_HP_METRIC_FILE"] = _folder.File("m/x");
        start.Environment["MLOPS_TRIAL_ARGUMENTS"] = "2\t1\ts\nlr\t--lr\tn";
        start.Environment["MLOPS_TRIAL_METRIC"] = Providers.Vertex.Trials.TrialMetric.Of("val_loss", new("val_loss", @"val_loss=(\d)"));
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.Equal((4, "--lr 0.1 x\nval_loss=4\n/tmp/mlops-code\n"), (process.ExitCode, output));
        Assert.Single(await File.ReadAllLinesAsync(_folder.File("m/x"), Stop));
        Directory.Delete("/tmp/mlops-code", recursive: true);
    }

    private TrialProcess Run(string shell, string awk, string[] command) => new(_folder, shell, TrialTools.Path(_folder, awk), command);

    /// <summary>A pipe that the fake program waits at.</summary>
    private string Gate(int number)
    {
        var gate = _folder.File($"gate{number}");
        using var make = Process.Start("mkfifo", [gate]);
        make.WaitForExit();
        return gate;
    }

    private static bool CanInterrupt()
    {
        using var env = Process.Start(TrialTools.Start("env", "--default-signal=INT", "true"))!;
        env.WaitForExit();
        return env.ExitCode == 0;
    }

    private static TuningSpec Spec(Random random)
    {
        object?[] choices = ["l2", "-x", "", "a b", "it's", "--lr=3", "true", true, false, null, 3, 0.25, "tab\there", "100%", "two\nlines\n", "$(X)", "`id`", "\\", "ü日本", "{output}/z", "{input:train}"];
        return VertexTunings.Spec with
        {
            Job = VertexTunings.Spec.Job with
            {
                Command = ["sh", "-c", "for a; do printf '%s\\0' \"$a\"; done >\"$GOT\"; printf '%s\\0%s\\0' \"$MLOPS_MODEL_DIR\" \"$WHERE\" >>\"$GOT\"", "fake"],
                Hyperparameters = [new("epochs", 3), new("to", "{model}/it's")],
                Arguments = ["--data", "{input:train}", "$HOME '\"", "{output}", ""],
                ArgumentStyle = random.Next(2) == 0 ? ArgumentStyle.Space : ArgumentStyle.Equals,
                InputData = new Dictionary<string, string> { ["train"] = "gs://data/a" },
                Environment = new Dictionary<string, string> { ["WHERE"] = "to {checkpoints} it's" },
            },
            Space = VertexTunings.Space(
                ("lr", VertexTunings.Range(1e-7, 1e3, MlRangeScale.Log)),
                ("shift", VertexTunings.Range(-1, 1)),
                ("n", VertexTunings.Integer(-100, 2_000_000_000)),
                ("size", VertexTunings.Integer(16, 4096, 16)),
                ("part", new MlRange { Low = 0, High = 1, Step = 0.05 }),
                ("--kind", VertexTunings.Choice(choices)),
                ("-k", VertexTunings.Choice(choices)),
                ("other_kind", VertexTunings.Choice(choices)),
                ("maybe", VertexTunings.Range(0, 1) with { When = VertexTunings.When(("part", VertexTunings.Range(0.5, 1))) })),
        };
    }

    /// <summary>What the service adds: in an order of its own, in one argument or in two, and numbers in one form or another.</summary>
    private static IEnumerable<string> Given(SearchSpace space, IReadOnlyDictionary<string, object?> values, Random random)
    {
        foreach (var (name, value) in values.OrderBy(_ => random.Next()).ToArray())
        {
            _ = space.TryGet(name, out var parameter);
            var text = parameter!.Domain is ChoiceDomain ? ChoiceCategories.Of(name, value) : Form(Convert.ToDouble(value, CultureInfo.InvariantCulture), random);
            foreach (var argument in random.Next(2) == 0 ? [$"--{ParameterIds.Of(name)}={text}"] : new[] { $"--{ParameterIds.Of(name)}", text })
            {
                yield return argument;
            }
        }
    }

    private static string Form(double number, Random random) => random.Next(4) switch
    {
        0 => number.ToString("R", CultureInfo.InvariantCulture),
        1 => number.ToString("e16", CultureInfo.InvariantCulture),
        2 when number == Math.Floor(number) => number.ToString("0.0", CultureInfo.InvariantCulture),
        3 when Math.Abs(number) is > 1e-4 and < 1e15 => decimal.Parse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture).ToString("0.####################", CultureInfo.InvariantCulture),
        _ => HyperparameterText.Of("", number),
    };
}
