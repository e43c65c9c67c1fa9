namespace MlOps.Tests.CommandLine;

public class ArgumentRecoveryTests
{
    [Fact]
    public void The_arguments_decide_what_a_kept_text_means()
    {
        Assert.Equal([new("x", true)], Read(["--x"], ("x", "true")).Hyperparameters);
        Assert.Equal([new("x", "true")], Read(["--x", "true"], ("x", "true")).Hyperparameters);
        Assert.Equal([new("x", "true")], Read(["--x=true"], ("x", "true")).Hyperparameters);
        Assert.Equal([new("x", "[1]")], Read(["--x", "[1]"], ("x", "[1]")).Hyperparameters);
        Assert.Equal([new("x", "[true]")], Read(["--x", "[true]"], ("x", "[true]")).Hyperparameters);
        Assert.Equal([new("x", new object?[] { true })], Read(["--x"], ("x", "[true]")).Hyperparameters);
        Assert.Equal([new("x", "007")], Read(["--x", "007"], ("x", "007")).Hyperparameters);
        Assert.Equal([new("x", 7L)], Read(["--x", "7"], ("x", "7")).Hyperparameters);
        Assert.Equal([new("x", -7L)], Read(["--x=-7"], ("x", "-7")).Hyperparameters);
        Assert.Equal([new("x", false)], Read([], ("x", "false")).Hyperparameters);
        Assert.Equal([new("x", "{output}/a")], Read(["--x", "/out/a"], ("x", "{output}/a")).Hyperparameters);
        Assert.Equal([new("x", "{output}/a")], Read(["--x", "/out/a"], ("x", "/out/a")).Hyperparameters);
        Assert.Equal([new("x", "{{output}}")], Read(["--x", "{output}"], ("x", "{output}")).Hyperparameters);
    }

    [Fact]
    public void The_order_is_that_of_the_arguments()
    {
        var (hyperparameters, arguments) = Read(["--z", "1", "--a", "2", "--rest", "/out"], ("a", "2"), ("z", "1"), ("off", "false"));
        Assert.Equal(["z", "a", "off"], hyperparameters.Select(entry => entry.Key));
        Assert.Equal(["--rest", "{output}"], arguments);
    }

    [Fact]
    public void What_is_not_at_the_front_stays_an_argument()
    {
        var (hyperparameters, arguments) = Read(["-c", "run --lr 0.1", "--lr", "0.1"], ("lr", "0.1"), ("a b", "x"), ("", "y"));
        Assert.Equal(["-c", "run --lr 0.1", "--lr", "0.1"], arguments);
        Assert.Equal(0.1, hyperparameters.Single(entry => entry.Key == "lr").Value);
    }

    [Fact]
    public void A_text_without_an_argument_is_read_as_JSON()
    {
        Assert.Equal("x", KeptHyperparameter.Read("\"x\""));
        Assert.Equal(100000.0, KeptHyperparameter.Read("1E5"));
        Assert.Equal(new object?[] { 1L, "a", null, true }, KeptHyperparameter.Read("""[1, "a", null, true]"""));
        Assert.Equal("{}", KeptHyperparameter.Read("{}"));
        Assert.Equal("-", KeptHyperparameter.Read("-"));
        Assert.Equal("\"", KeptHyperparameter.Read("\""));
        Assert.Equal("", KeptHyperparameter.Read(""));
    }

    private static (IReadOnlyList<KeyValuePair<string, object?>> Hyperparameters, IReadOnlyList<string> Arguments) Read(IReadOnlyList<string> arguments, params (string Name, string Text)[] kept) =>
        ArgumentRecovery.Read(arguments, new OrderedDictionary<string, string>(kept.Select(entry => KeyValuePair.Create(entry.Name, entry.Text))), "job-1", Contract.Paths);
}
