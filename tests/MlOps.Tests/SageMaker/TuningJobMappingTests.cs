using System.Text.Json;
using MlOps.Providers.SageMaker.Documents;
using MlOps.Providers.SageMaker.Jobs;

namespace MlOps.Tests.SageMaker;

public class TuningJobMappingTests
{
    [Fact]
    public void Of_several_definitions_the_first_one_speaks()
    {
        var job = Read("""
            { "HyperParameterTuningJobName": "search", "HyperParameterTuningJobArn": "arn:aws-us-gov:sagemaker:us-gov-west-1:123456789012:hyper-parameter-tuning-job/search",
              "HyperParameterTuningJobStatus": "InProgress", "CreationTime": 1700000000,
              "HyperParameterTuningJobConfig": { "Strategy": "Bayesian", "ResourceLimits": { "MaxNumberOfTrainingJobs": 60, "MaxParallelTrainingJobs": 6 } },
              "TrainingJobDefinitions": [
                { "DefinitionName": "a", "TuningObjective": { "Type": "Maximize", "MetricName": "acc" }, "StaticHyperParameters": { "epochs": "3", "_tuning_objective_metric": "acc" },
                  "AlgorithmSpecification": { "TrainingImage": "img" }, "OutputDataConfig": { "S3OutputPath": "s3://b/x" },
                  "HyperParameterTuningResourceConfig": { "InstanceConfigs": [{ "InstanceType": "ml.g5.xlarge", "InstanceCount": 2 }, { "InstanceType": "ml.g4dn.xlarge", "InstanceCount": 2 }] } },
                { "DefinitionName": "b", "ResourceConfig": { "InstanceType": "ml.g5.xlarge", "InstanceCount": 1 } }],
              "TrainingJobStatusCounters": { "Completed": 5, "InProgress": 2, "RetryableError": 1, "NonRetryableError": 1, "Stopped": 3 },
              "BestTrainingJob": { "TrainingJobName": "search-2", "TunedHyperParameters": { "lr": "0.01", "kind": "\"adam\"" }, "FinalHyperParameterTuningJobObjectiveMetric": { "MetricName": "acc", "Value": 0.9 } } }
            """);
        Assert.Equal(MlJobKind.Tuning, job.Kind);
        Assert.Equal(MlJobStatus.Running, job.Status);
        Assert.Equal("acc", job.Objective);
        Assert.Equal(MlGoal.Maximize, job.Goal);
        Assert.Equal("ml.g5.xlarge,ml.g4dn.xlarge", job.InstanceType);
        Assert.Equal(2, job.InstanceCount);
        Assert.Equal("A10G", job.Accelerator);
        Assert.Equal(3L, job.Hyperparameter["epochs"]);
        Assert.Single(job.Hyperparameter);
        Assert.Equal("search-2 (0.9)", job.BestTrial!.ToString());
        Assert.Equal("adam", job.BestTrial.Hyperparameter["kind"]);
        Assert.Equal((2, 5, 2, 3), (job.RunningTrials, job.SucceededTrials, job.FailedTrials, job.StoppedTrials));
        Assert.Equal((60, 6), (job.MaxTrials, job.MaxParallel));
        Assert.Equal("https://us-gov-west-1.console.amazonaws-us-gov.com/sagemaker/home?region=us-gov-west-1#/hyper-tuning-jobs/search", job.ConsoleUri);
    }

    [Theory]
    [InlineData("Completed", MlJobStatus.Succeeded)]
    [InlineData("InProgress", MlJobStatus.Running)]
    [InlineData("Failed", MlJobStatus.Failed)]
    [InlineData("Stopped", MlJobStatus.Stopped)]
    [InlineData("Stopping", MlJobStatus.Stopping)]
    [InlineData("Deleting", MlJobStatus.Stopping)]
    [InlineData("DeleteFailed", MlJobStatus.Failed)]
    [InlineData("Dreaming", MlJobStatus.Running)]
    public void A_status_has_a_word_of_ours(string word, MlJobStatus expected) =>
        Assert.Equal(expected, Read($$"""{ "HyperParameterTuningJobStatus": "{{word}}" }""").Status);

    [Fact]
    public void The_best_of_all_comes_before_the_best_of_this_job() =>
        Assert.Equal("p-1", Read("""{ "BestTrainingJob": { "TrainingJobName": "s-1" }, "OverallBestTrainingJob": { "TrainingJobName": "p-1" } }""").BestTrial!.Name);

    private static MlTuningJob Read(string json) => TuningJobMapping.ToJob(JsonSerializer.Deserialize(json, SageMakerJson.Default.TuningJobDocument)!, null, null, "eu-west-1");
}
