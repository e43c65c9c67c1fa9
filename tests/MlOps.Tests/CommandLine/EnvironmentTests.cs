namespace MlOps.Tests.CommandLine;

public class EnvironmentTests
{
    [Fact]
    public void The_environment_holds_the_users_variables_expanded_and_the_jobs_folders()
    {
        var spec = new TrainingSpec { Name = "job-1", Environment = new Dictionary<string, string> { ["DATA_DIR"] = "{input:train}/x", ["_e"] = "" } };
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["DATA_DIR"] = "/data/train/x",
                ["_e"] = "",
                ["MLOPS_INPUT_TRAIN"] = "/data/train",
                ["MLOPS_INPUT_MY_VAL_1"] = "/data/val",
                ["MLOPS_OUTPUT_DIR"] = "/out",
                ["MLOPS_MODEL_DIR"] = "/model",
                ["MLOPS_CHECKPOINT_DIR"] = "/ckpt",
                ["MLOPS_TENSORBOARD_DIR"] = "/tb",
                ["MLOPS_JOB_NAME"] = "job-1",
                ["MLOPS_PROVIDER"] = "Local",
            },
            TrainingContract.EnvironmentVariables(spec, Contract.Paths, "Local"));
    }

    [Fact]
    public void Channels_that_would_share_a_variable_are_refused()
    {
        var paths = Contract.Paths with { Inputs = new Dictionary<string, string> { ["a-b"] = "/1", ["A.b"] = "/2" } };
        var exception = Contract.Refused(() => TrainingContract.EnvironmentVariables(new TrainingSpec { Name = "j" }, paths, "Local"));
        Assert.Contains("'a-b' and 'A.b'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("MLOPS_INPUT_A_B", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_letter_beyond_ASCII_becomes_an_underscore()
    {
        var paths = Contract.Paths with { Inputs = new Dictionary<string, string> { ["zürich"] = "/1" } };
        Assert.Contains("MLOPS_INPUT_Z_RICH", TrainingContract.EnvironmentVariables(new TrainingSpec { Name = "j" }, paths, "Local").Keys);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused_with_the_variables_name()
    {
        var spec = new TrainingSpec { Name = "j", Environment = new Dictionary<string, string> { ["A"] = "x\ud800" } };
        var exception = Contract.Refused(() => TrainingContract.EnvironmentVariables(spec, Contract.Paths, "Local"));
        Assert.Contains("Environment variable 'A'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MLOPS_OUTPUT_DIR", "x")]
    [InlineData("MLOPS_ANYTHING", "x")]
    [InlineData("mlops_output_dir", "x")]
    [InlineData("", "x")]
    [InlineData("1A", "x")]
    [InlineData("A-B", "x")]
    [InlineData("A\n", "x")]
    [InlineData("É", "x")]
    [InlineData("A", "x\0y")]
    [InlineData("A", "{input:none}")]
    public void A_variable_that_cannot_be_set_is_refused(string name, string value)
    {
        var spec = new TrainingSpec { Name = "j", Environment = new Dictionary<string, string> { [name] = value } };
        Contract.Refused(() => TrainingContract.EnvironmentVariables(spec, Contract.Paths, "Local"));
    }
}
