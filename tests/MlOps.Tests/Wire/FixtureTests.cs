using System.Text.Json.Nodes;
using MlOps.StandIn.Contracts;
using MlOps.StandIn.Playback;
using MlOps.Tests.Support;

namespace MlOps.Tests.Wire;

public class FixtureTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "fixtures");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_exchange_keeps_the_contract(string file)
    {
        var problems = new List<string>();
        foreach (var exchange in Scenario.Read(Path.Combine(Folder, file)).Exchanges)
        {
            var (contract, operation) = WireContract.Find(exchange.Operation) ?? throw new InvalidDataException($"There is no operation {exchange.Operation}.");
            problems.AddRange(contract.CheckPartOfInput(operation, exchange.Request).Select(problem => $"{operation} request: {problem}"));
            problems.AddRange(exchange.Response.Status == 200
                ? contract.CheckOutput(operation, exchange.Response.Body).Select(problem => $"{operation} answer: {problem}")
                : contract.IsRest ? RestError(operation, exchange.Response)
                : exchange.Response.Body?["__type"] is JsonValue ? [] : [$"{operation}: an error without __type"]);
        }

        Assert.Empty(problems);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_readme_says_where_each_comes_from(string file) =>
        Assert.Contains($"`{file}`", File.ReadAllText(Path.Combine(Folder, "README.md")), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_member_of_an_answer_is_found() =>
        Assert.NotEmpty(WireContract.SageMaker.CheckOutput("Search", new JsonObject { ["Result"] = new JsonArray() }));

    private static IEnumerable<string> RestError(string operation, ExchangeResponse response)
    {
        var error = response.Body?["error"];
        return error?["code"]?.GetValue<int>() == response.Status && error["message"] is JsonValue && error["status"] is JsonValue ? [] : [$"{operation}: an error that is no google.rpc.Status"];
    }
}
