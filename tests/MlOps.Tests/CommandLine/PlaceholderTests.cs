using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace MlOps.Tests.CommandLine;

public class PlaceholderTests
{
    [Theory]
    [InlineData("{output}", "/out")]
    [InlineData("{model}", "/model")]
    [InlineData("{checkpoints}/last", "/ckpt/last")]
    [InlineData("--logdir={tensorboard}", "--logdir=/tb")]
    [InlineData("{job}-{job}", "job-1-job-1")]
    [InlineData("{input:train}:{input:my-val.1}", "/data/train:/data/val")]
    [InlineData("{{output}}", "{output}")]
    [InlineData("{{input:x}}", "{input:x}")]
    [InlineData("{{{output}}}", "{{output}}")]
    [InlineData("{{output}", "{/out")]
    [InlineData("""{"a":{output}}""", """{"a":/out}""")]
    [InlineData("""{"a":"{output}","b":{"c":[1]}}""", """{"a":"/out","b":{"c":[1]}}""")]
    [InlineData("""{"input":"train"}""", """{"input":"train"}""")]
    [InlineData("{input: 1}", "{input: 1}")]
    [InlineData("{Output}{ output }{outputs}{}", "{Output}{ output }{outputs}{}")]
    public void Only_the_exact_forms_are_replaced(string text, string expected) => Assert.Equal(expected, Contract.Expand(text));

    [Fact]
    public void What_is_put_in_is_not_expanded_again()
    {
        var paths = Contract.Paths with { Output = "/a/{model}/{{job}}" };
        Assert.Equal(["/a/{model}/{{job}}"], TrainingContract.Arguments(new TrainingSpec { Name = "j", Arguments = ["{output}"] }, paths));
    }

    [Fact]
    public void The_command_the_hyperparameters_and_the_arguments_are_expanded()
    {
        var spec = new TrainingSpec { Name = "j", Command = ["{model}/run"], Hyperparameters = [new("to", new[] { "{output}" })], Arguments = ["{job}"] };
        Assert.Equal(["/model/run", "--to", "/out", "j"], TrainingContract.Arguments(spec, Contract.Paths));
    }

    [Theory]
    [InlineData("{input:valid}")]
    [InlineData("{input:Train}")]
    [InlineData("{input:}")]
    public void An_unknown_channel_is_refused_with_the_channels_that_there_are(string text)
    {
        var exception = Contract.Refused(() => Contract.Expand(text));
        Assert.Contains($"'{text[7..^1]}'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("my-val.1, train", exception.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a}")]
    public void A_channel_that_no_placeholder_could_name_is_refused(string channel)
    {
        var paths = Contract.Paths with { Inputs = new Dictionary<string, string> { [channel] = "/x" } };
        Contract.Refused(() => TrainingContract.Arguments(new TrainingSpec { Name = "j" }, paths));
    }

    [Property]
    public Property Texts_without_a_placeholder_pass_untouched()
    {
        var piece = Gen.Elements("{", "}", "{{", "}}", "out", "put", "input", ":", "\"", " ", "é", "\n", "$", "\\", "{x}", "{0}", "{input", "job}");
        var text = piece.ListOf().Select(string.Concat).Where(t => !HasPlaceholder(t));
        return Prop.ForAll(text.ToArbitrary(), t => Contract.Expand(t) == t);

        static bool HasPlaceholder(string t) =>
            t.Contains("{output}", StringComparison.Ordinal) || t.Contains("{job}", StringComparison.Ordinal) || t.Contains("{input:", StringComparison.Ordinal);
    }

    [Property]
    public Property A_second_pair_of_braces_keeps_any_placeholder_as_text()
    {
        var form = Gen.Elements("{output}", "{model}", "{checkpoints}", "{tensorboard}", "{job}", "{input:train}", "{input:nowhere}");
        var gap = Gen.Elements("", " ", "a", ":", "\"");
        var text = form.Zip(gap).Select(pair => (Written: $"{pair.Item2}{{{pair.Item1}}}", Meant: pair.Item2 + pair.Item1)).ListOf();
        return Prop.ForAll(text.ToArbitrary(), parts => Contract.Expand(string.Concat(parts.Select(p => p.Written))) == string.Concat(parts.Select(p => p.Meant)));
    }

    [Theory]
    [InlineData("/out", "{output}")]
    [InlineData("--to=/model/a.pt", "--to={model}/a.pt")]
    [InlineData("/data/train:/data/val", "{input:train}:{input:my-val.1}")]
    [InlineData("file:///ckpt", "file://{checkpoints}")]
    [InlineData("-I/data/train", "-I{input:train}")]
    [InlineData("s3://bucket/model", "s3://bucket/model")]
    [InlineData("/mnt/out", "/mnt/out")]
    [InlineData("/outside /out-2 /tb.", "/outside /out-2 {tensorboard}.")]
    [InlineData("{output} {{job}}", "{{output}} {{{job}}}")]
    [InlineData("{/model}", "{/model}")]
    [InlineData("{input:/model}", "{{input:/model}}")]
    [InlineData("job-1", "job-1")]
    public void Folders_become_placeholders_again(string text, string expected)
    {
        Assert.Equal([expected], TrainingContract.Collapse([text], "job-1", Contract.Paths));
        Assert.Equal(text, Contract.Expand(expected));
    }

    [Property(MaxTest = 2000)]
    public Property What_is_collapsed_expands_to_itself()
    {
        var piece = Gen.Elements("{", "}", "/out", "/model", "/data/train", "/ckpt", "{output}", "{input:", "input:", "model", "job", " ", "/", "-I", "file://", ":", "x", "\n");
        var text = piece.ListOf().Select(string.Concat);
        return Prop.ForAll(text.ToArbitrary(), t => Contract.Expand(TrainingContract.Collapse([t], "job-1", Contract.Paths)[0]) == t);
    }
}
