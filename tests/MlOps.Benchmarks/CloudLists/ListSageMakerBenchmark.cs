namespace MlOps.Benchmarks.CloudLists;

/// <summary>SageMaker's jobs, beside the AWS command line.</summary>
internal sealed class ListSageMakerBenchmark : CloudListBenchmark
{
    public override string Name => "list-sagemaker";

    public override string Description => "Get-MlJob over 10,000 jobs of SageMaker, and the AWS CLI's list of their names";

    protected override string Provider => "SageMaker";

    protected override string Kind => "account";

    protected override (string Program, string[] Names, string[] Version, string Shown) Tool => (
        "aws",
        ["sagemaker", "list-training-jobs", "--page-size", "100", "--query", "TrainingJobSummaries[].[TrainingJobName]", "--output", "text"],
        ["--version"],
        "aws sagemaker list-training-jobs");

    protected override IReadOnlyDictionary<string, string> Environment(string url, string home) => new Dictionary<string, string>
    {
        ["AWS_ENDPOINT_URL"] = url,
        ["AWS_REGION"] = "eu-central-1",
        ["AWS_DEFAULT_REGION"] = "eu-central-1",
        ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
        ["AWS_SECRET_ACCESS_KEY"] = "secret",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
    };
}
