using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MlOps.Providers.Vertex.Requests;

namespace MlOps.Tests.Vertex;

public class VariableReferencesTests
{
    private static readonly Dictionary<string, string> s_variables = new() { ["A"] = "1", ["EMPTY"] = "", ["REF"] = "$(A)" };

    // The examples of Kubernetes' own description of the rule.
    [Theory]
    [InlineData("$(A)", "1")]
    [InlineData("___$(A)___$(A)", "___1___1")]
    [InlineData("foo$(EMPTY)bar", "foobar")]
    [InlineData("$(REF)", "$(A)")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$1")]
    [InlineData("$$$$(A)", "$$(A)")]
    [InlineData("$(DOOMED)", "$(DOOMED)")]
    [InlineData("$?", "$?")]
    [InlineData("foo$(", "foo$(")]
    [InlineData("$", "$")]
    [InlineData("$()", "$()")]
    [InlineData("$(A", "$(A")]
    public void References_are_expanded_by_the_rule_of_Kubernetes(string text, string expected) => Assert.Equal(expected, VariableReferences.Expand(text, s_variables));

    [Theory]
    [InlineData("$HOME costs $5", "$HOME costs $5")]
    [InlineData("echo $(A)", "echo $$(A)")]
    [InlineData("$$", "$$$")]
    public void Only_what_would_change_is_escaped(string text, string expected) => Assert.Equal(expected, VariableReferences.Escape(text));

    [Property(MaxTest = 2000)]
    public Property What_is_escaped_comes_out_as_it_was() => Prop.ForAll(Gen.Elements("$", "(", ")", "A", "x").ListOf().Select(string.Concat).ToArbitrary(), text =>
        (VariableReferences.Expand(VariableReferences.Escape(text), s_variables) == text).Label(VariableReferences.Escape(text)));
}
