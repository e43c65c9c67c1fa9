using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Providers.SageMaker.Requests;
using MlOps.Tests.CommandLine;
using static MlOps.Tests.SageMaker.Searches;

namespace MlOps.Tests.SageMaker;

/// <summary>A request, what SageMaker makes of it for a trial, and what the entrypoint makes of that.</summary>
public sealed class TuningEntrypointTests : IDisposable
{
    private static readonly SearchSpace s_space = Space(
        ("t-choice", new object?[] { "true", "5", "[", "{output}/a b" }), ("t-flag", new object?[] { true, null, false }), ("t-depth", Integer(-3, 3)), ("t-lr", Float(-1, 1)));

    private readonly EntrypointContainer _container = new();

    public void Dispose() => _container.Dispose();

    [Property(MaxTest = 40)]
    public Property A_trial_gets_the_arguments_that_a_training_job_with_its_values_gets() => Prop.ForAll(Jobs.Specs.ToArbitrary(), Gen.Choose(0, 11).ToArbitrary(), (spec, trial) =>
    {
        var job = spec with { Name = "search", Command = [.. EntrypointContainer.Print, .. spec.Command], SourceDirectory = null };
        var definition = Definition(Spec with { Job = job, Space = s_space });
        var values = new object?[] { s_space.Parameters[0].Domain.At(trial % 4), s_space.Parameters[1].Domain.At(trial % 3), (long)(trial % 7) - 3, (trial - 5) / 10.0 };

        // What SageMaker writes: the fixed ones, those of the trial as texts, and one of its own.
        var texts = definition["StaticHyperParameters"]?.AsObject().ToDictionary(one => one.Key, one => (string)one.Value!) ?? [];
        foreach (var (name, value) in s_space.Names.Zip(values))
        {
            texts[name] = TuningRanges.Texts(name, [value], "search", SageMakerPaths.OfTrial(job.InputData))[0];
        }

        texts["_tuning_objective_metric"] = "val_loss";
        _container.Write(texts);
        var actual = EntrypointContainer.Texts(_container.Run(["sh"], ["train"], definition["Environment"]!.AsObject().Select(one => KeyValuePair.Create(one.Key, (string)one.Value!))).Output);

        var expected = TrainingContract.Arguments(job with { Hyperparameters = [.. job.Hyperparameters, .. s_space.Names.Zip(values, KeyValuePair.Create)] }, SageMakerPaths.OfTrial(job.InputData));
        return actual.SequenceEqual(expected.Skip(EntrypointContainer.Print.Length)).Label($"expected {string.Join('|', expected)}\nactual {string.Join('|', actual)}");
    });

    [Fact]
    public void Code_is_copied_and_the_command_runs_in_it()
    {
        var job = Job with { Command = ["sh", "-c", "echo \"$@\"", "sh"], SourceDirectory = $"s3://my-bucket/mlops/_code/{Jobs.Digest}/" };
        var environment = Definition(Spec with { Job = job })["Environment"]!.AsObject().ToDictionary(one => one.Key, one => (string)one.Value!);

        // Only the place where the code lies is another one here, and where it is copied to.
        var code = Directory.CreateDirectory(_container.Folder.File("code")).FullName;
        var copy = _container.Folder.File("copy");
        environment["MLOPS_COMMAND"] = string.Concat(environment.Where(one => one.Key.StartsWith("MLOPS_COMMAND", StringComparison.Ordinal)).Select(one => one.Value))
            .Replace(SageMakerPaths.Code, code, StringComparison.Ordinal).Replace("/tmp/mlops-code", copy, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(code, "file.txt"), "x");
        _container.Write(new() { ["lr"] = "0.25" });
        Assert.Equal("--lr 0.25\n", _container.Run(["sh"], [], environment).Output);
        Assert.True(File.Exists(Path.Combine(copy, "file.txt")));
    }
}
