using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace MlOps.Tests.CommandLine;

public class EntrypointContractTests
{
    [Property]
    public Property A_call_is_read_back_however_short_a_variable_is() => Prop.ForAll(Samples.Text.ListOf().ToArbitrary(), Gen.Choose(6, 600).ToArbitrary(), (texts, longest) =>
    {
        var call = new EntrypointCall([.. texts], ["-v"], ArgumentStyle.Equals, [.. Enumerable.Reverse(texts)], [.. texts.Take(1)]);
        var variables = EntrypointContract.Variables(call, longest);
        var read = EntrypointContract.Read(variables)!;
        return (variables.Values.All(value => value.Length <= longest)).Label("length")
            .And(read.Command.SequenceEqual(call.Command).Label("command"))
            .And(read.Arguments.SequenceEqual(call.Arguments).Label("arguments"))
            .And(read.Hyperparameters.SequenceEqual(call.Hyperparameters).Label("hyperparameters"))
            .And(read.Texts.SequenceEqual(call.Texts).Label("texts"))
            .And((read.Style == ArgumentStyle.Equals).Label("style"));
    });

    [Fact]
    public void An_empty_call_has_no_variables()
    {
        Assert.Empty(EntrypointContract.Variables(new([], [], ArgumentStyle.Space, [], []), 512));
        Assert.Null(EntrypointContract.Read(new Dictionary<string, string> { ["MLOPS_JOB_NAME"] = "x" }));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public void What_is_no_call_is_none(string text) => Assert.Null(EntrypointContract.Read(new Dictionary<string, string> { ["MLOPS_COMMAND"] = text }));

    [Theory]
    [InlineData("true", true)]
    [InlineData("null", true)]
    [InlineData("5", true)]
    [InlineData("[x", true)]
    [InlineData("\"x\"", true)]
    [InlineData("x", false)]
    [InlineData("", false)]
    [InlineData("007", false)]
    [InlineData(5, false)]
    [InlineData(true, false)]
    [InlineData(null, false)]
    public void A_text_that_looks_like_something_else_is_disguised(object? value, bool expected) => Assert.Equal(expected, EntrypointContract.IsDisguised(value));
}
