using FsCheck.Xunit;
using MlOps.Tests.Support;

namespace MlOps.Tests.Settings;

[Collection(ChangesProcessEnvironment.Name)]
public sealed class ContextPrecedenceTests : IDisposable
{
    private const string Name = "Thing";
    private const string Variable = "MLOPS_TEST_THING";
    private const string SecondVariable = "MLOPS_TEST_THING_2";

    private readonly EnvironmentVariables _variables = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _variables.Dispose();
        _folder.Dispose();
    }

    [Property]
    public void The_first_place_that_gives_a_value_wins(bool session, bool first, bool second, bool saved, bool vendor, bool builtIn)
    {
        var value = Resolve(session, first, second, saved, vendor, builtIn);

        var (expected, source) = (session, first, second, saved, vendor, builtIn) switch
        {
            (true, _, _, _, _, _) => ("session", ContextSource.Session),
            (_, true, _, _, _, _) => ("first", ContextSource.Environment),
            (_, _, true, _, _, _) => ("second", ContextSource.Environment),
            (_, _, _, true, _, _) => ("saved", ContextSource.User),
            (_, _, _, _, true, _) => ("vendor", ContextSource.Vendor),
            (_, _, _, _, _, true) => ("default", ContextSource.Default),
            _ => ((string?)null, ContextSource.None),
        };
        Assert.Equal(expected, value.Value);
        Assert.Equal(source, value.Source);
        Assert.Equal("", value.Problem);
    }

    [Fact]
    public void A_bad_value_is_not_used_and_hides_what_later_places_say()
    {
        _variables[Variable] = "not one";
        var value = Context(new() { Shape = Word }).Get(Name);

        Assert.Null(value.Value);
        Assert.Equal(ContextSource.Environment, value.Source);
        Assert.Equal("MLOPS_TEST_THING: 'not one' is no value for Thing: a word is expected.", value.Problem);
    }

    [Theory]
    [InlineData("good", true)]
    [InlineData("good\n", false)]
    [InlineData("evil.example.com/", false)]
    [InlineData("", false)]
    public void A_shape_is_that_of_the_whole_value(string value, bool matches) => Assert.Equal(matches, Word.Matches(value));

    [Fact]
    public void A_vendor_file_that_cannot_be_read_breaks_nothing()
    {
        var value = Context(new() { Read = _ => throw new MlOpsException(ErrorCode.NotConfigured, "The file 'x' cannot be read."), Default = "default" }).Get(Name);

        Assert.Null(value.Value);
        Assert.Equal(ContextSource.Vendor, value.Source);
        Assert.Equal("The file 'x' cannot be read.", value.Problem);
    }

    private static ValueShape Word => new(new("[a-z]+"), "a word");

    private MlContextValue Resolve(bool session, bool first, bool second, bool saved, bool vendor, bool builtIn)
    {
        _variables[Variable] = first ? "first" : null;
        _variables[SecondVariable] = second ? "second" : null;
        _folder.File("context.json", saved ? $$"""{"thing": "saved"}""" : "{}");
        return Context(new()
        {
            Session = session ? "session" : null,
            Read = _ => vendor ? new VendorValue("vendor", "a file") : null,
            Default = builtIn ? "default" : null,
        }).Get(Name);
    }

    private MlContext Context(Setting setting) => new(
        [new(Name, "", [Variable, SecondVariable], setting.Read, setting.Default, setting.Shape)],
        setting.Session is { } session ? new Dictionary<string, string> { [Name] = session } : [],
        _folder.File("context.json"));

    private sealed record Setting
    {
        public string? Session { get; init; }

        public Func<MlContext, VendorValue?>? Read { get; init; }

        public string? Default { get; init; }

        public ValueShape? Shape { get; init; }
    }
}
