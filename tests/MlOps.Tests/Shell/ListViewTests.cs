using MlOps.Tests.Support;

namespace MlOps.Tests.Shell;

/// <summary>The views that only Format-List shows, which the engine alone does not have.</summary>
public sealed class ListViewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_tuning_job_shows_its_objective_its_best_trial_and_how_many_there_are()
    {
        const string Command = """
            $parameters = [Collections.Generic.Dictionary[string, object]]::new(); $parameters['lr'] = 0.001; $parameters['sizes'] = 32, 64
            $best = [MlOps.MlTrial] @{ Provider = 'SageMaker'; TuningJobName = 'tune-1'; Name = 'tune-1-003'; Value = 0.12345; Hyperparameter = $parameters }
            [MlOps.MlTuningJob] @{
                Provider = 'SageMaker'; Name = 'tune-1'; Id = 'arn'; Kind = 'Tuning'; Status = 'Running'; CreatedAt = '2024-03-14T12:00:00'
                Objective = 'val_loss'; Goal = 'Maximize'; BestTrial = $best; MaxTrials = 20; MaxParallel = 2; RunningTrials = 2; SucceededTrials = 3; PrunedTrials = 1
                Engine = 'Client'; EngineReason = 'MlOps runs the search itself, because Vertex and Local share it.'; TrialProvider = [string[]] ('Vertex', 'Local')
            } | Format-List
            """;

        var result = await ShellProcess.RunAsync(_folder, ["-Command", Command]);

        Assert.Equal("", result.Error);
        Assert.Equal(
            """
            Name               : tune-1
            Provider           : SageMaker
            Id                 : arn
            Kind               : Tuning
            Status             : Running
            CreatedAt          : 2024-03-14 12:00:00
            Engine             : Client
            EngineReason       : MlOps runs the search itself, because Vertex and Local share it.
            TrialProvider      : Vertex, Local
            Objective          : val_loss
            Goal               : Maximize
            BestTrial          : tune-1-003 (0.1235)
            BestHyperparameter : lr = 0.001
                                 sizes = 32, 64
            Trials             : 6 of 20 (2 running, 3 succeeded, 1 pruned)
            MaxParallel        : 2
            """,
            string.Join('\n', result.Output.Split('\n').Select(line => line.TrimEnd())).Trim('\n'));
    }
}
