using System.Text.Json.Nodes;
using MlOps.StandIn.Contracts;

namespace MlOps.Tests.Wire;

public class WireContractTests
{
    [Fact]
    public void A_good_request_has_no_problems() => Assert.Empty(WireContract.SageMaker.CheckInput("CreateTrainingJob", AwsCaller.Job("digits-1")));

    [Theory]
    [InlineData("""{"Resource":"TrainingJob","MaxResults":101}""", "MaxResults: has 101, more than 100")]
    [InlineData("""{"Resource":"TrainingJob","MaxResults":0}""", "MaxResults: has 0, less than 1")]
    [InlineData("""{"Resource":"TrainingJob","MaxResults":1.5}""", "MaxResults: has to be a integer, and is 1.5")]
    [InlineData("""{"Resource":"TrainingJob","MaxResults":"10"}""", "MaxResults: has to be a integer, and is \"10\"")]
    [InlineData("""{"MaxResults":10}""", "Resource: is required")]
    [InlineData("""{"Resource":"TrainingJob","Color":"red"}""", "Color: is not known")]
    [InlineData("""{"Resource":"TrainingJob","SortOrder":"Up"}""", "SortOrder: 'Up' is none of Ascending, Descending")]
    [InlineData("""{"Resource":"TrainingJob","SearchExpression":{"Filters":[]}}""", "SearchExpression.Filters: has 0 items, less than 1")]
    [InlineData("""{"Resource":"TrainingJob","SearchExpression":{"Filters":[{"Value":"x"}]}}""", "SearchExpression.Filters[0].Name: is required")]
    [InlineData("""{"Resource":"TrainingJob","SearchExpression":{"Filters":[{"Name":"a","Value":""}]}}""", "SearchExpression.Filters[0].Value: has 0 characters, less than 1")]
    public void A_problem_is_named_with_its_place(string body, string problem) =>
        Assert.Contains(problem, WireContract.SageMaker.CheckInput("Search", JsonNode.Parse(body)));

    [Fact]
    public void A_pattern_has_to_match_the_whole_text()
    {
        var problems = WireContract.SageMaker.CheckInput("CreateTrainingJob", AwsCaller.Job("x y"));

        Assert.StartsWith("TrainingJobName: 'x y' does not match ", Assert.Single(problems), StringComparison.Ordinal);
        Assert.NotEmpty(WireContract.SageMaker.CheckInput("DescribeTrainingJob", new JsonObject { ["TrainingJobName"] = "a\n" }));
    }

    [Fact]
    public void A_map_s_keys_and_values_are_checked()
    {
        var job = AwsCaller.Job("a");
        job["HyperParameters"] = new JsonObject { [new string('k', 257)] = "1", ["lr"] = 0.1 };

        var problems = WireContract.SageMaker.CheckInput("CreateTrainingJob", job);

        Assert.Equal(["HyperParameters (key): has 257 characters, more than 256", "HyperParameters.lr: has to be a string, and is 0.1"], problems);
    }

    [Fact]
    public void Times_are_numbers() =>
        Assert.Equal(
            ["CreationTimeAfter: has to be a timestamp, and is \"2026-01-01\""],
            WireContract.SageMaker.CheckInput("ListTrainingJobs", new JsonObject { ["CreationTimeAfter"] = "2026-01-01", ["CreationTimeBefore"] = 1795430000.25 }));

    [Fact]
    public void A_part_of_a_request_may_miss_members() => Assert.Empty(WireContract.SageMaker.CheckPartOfInput("Search", new JsonObject { ["MaxResults"] = 10 }));

    [Fact]
    public void An_operation_that_answers_nothing_may_answer_an_empty_object()
    {
        Assert.Empty(WireContract.SageMaker.CheckOutput("StopTrainingJob", null));
        Assert.Empty(WireContract.SageMaker.CheckOutput("DeleteHyperParameterTuningJob", new JsonObject()));
        Assert.NotEmpty(WireContract.SageMaker.CheckOutput("StopTrainingJob", new JsonObject { ["x"] = 1 }));
    }

    [Fact]
    public void Every_shape_that_a_contract_names_is_there_and_every_pattern_can_be_read()
    {
        foreach (var (contract, operation) in new[] { WireContract.SageMaker, WireContract.Logs, WireContract.Vertex, WireContract.CloudLogging }.SelectMany(contract => contract.Operations.Select(operation => (contract, operation))))
        {
            Assert.NotNull(contract.CheckInput(operation, new JsonObject()));
            Assert.NotNull(contract.CheckOutput(operation, new JsonObject()));
        }
    }

    [Theory]
    [InlineData("SageMaker.Search", true)]
    [InlineData("Logs_20140328.GetLogEvents", true)]
    [InlineData("SageMaker.GetLogEvents", false)]
    [InlineData("Vertex.ListCustomJobs", true)]
    [InlineData("CloudLogging.entries.list", true)]
    [InlineData("CloudLogging.list", false)]
    [InlineData("Search", false)]
    public void An_operation_is_found_by_its_target(string target, bool found) => Assert.Equal(found, WireContract.Find(target) is not null);
}
