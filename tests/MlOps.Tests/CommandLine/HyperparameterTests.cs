using System.Collections;
using System.Globalization;
using System.Numerics;
using FsCheck.Xunit;

namespace MlOps.Tests.CommandLine;

public class HyperparameterTests
{
    [Fact]
    public void The_arguments_are_the_command_the_hyperparameters_in_their_order_and_the_rest()
    {
        var spec = new TrainingSpec
        {
            Name = "j",
            Command = ["python", "train.py"],
            Hyperparameters = [new("lr", 0.1), new("dataset", new[] { "dogs", "cats" }), new("amp", true), new("debug", false), new("seed", null)],
            Arguments = ["--verbose", "x"],
        };

        Assert.Equal(
            ["python", "train.py", "--lr", "0.1", "--dataset", "dogs", "--dataset", "cats", "--amp", "--verbose", "x"],
            TrainingContract.Arguments(spec, Contract.Paths));
        Assert.Equal(
            ["python", "train.py", "--lr=0.1", "--dataset=dogs", "--dataset=cats", "--amp", "--verbose", "x"],
            TrainingContract.Arguments(spec with { ArgumentStyle = ArgumentStyle.Equals }, Contract.Paths));
    }

    [Fact]
    public void A_value_that_begins_with_a_hyphen_stays_with_its_flag()
    {
        Assert.Equal(["--lr=-1e-05"], Contract.Render("lr", -1e-5));
        Assert.Equal(["--x=-foo", "--x", "bar"], Contract.Render("x", new[] { "-foo", "bar" }));
    }

    [Fact]
    public void An_empty_text_is_a_value()
    {
        Assert.Equal(["--x", ""], Contract.Render("x", ""));
        Assert.Equal(["--x="], Contract.Render("x", "", ArgumentStyle.Equals));
    }

    [Fact]
    public void A_name_with_its_own_hyphens_is_taken_as_it_is()
    {
        Assert.Equal(["-n", "3"], Contract.Render("-n", 3));
        Assert.Equal(["--n", "3"], Contract.Render("--n", 3));
    }

    [Fact]
    public void Absent_values_and_switches_are_left_out_of_lists_too() =>
        Assert.Equal(["--x", "1", "--x"], Contract.Render("x", new object?[] { 1, null, false, true }));

    [Fact]
    public void A_value_is_expanded_before_its_first_character_counts()
    {
        var paths = Contract.Paths with { Output = "-out" };
        var spec = new TrainingSpec { Name = "j", Hyperparameters = [new("to", "{output}")] };
        Assert.Equal(["--to=-out"], TrainingContract.Arguments(spec, paths));
    }

    public static TheoryData<object, string> Texts => new()
    {
        { 0.1, "0.1" },
        { 0.1f, "0.1" },
        { (Half)0.1, "0.1" },
        { 0.1m, "0.1" },
        { 1.0, "1" },
        { 0.0001, "0.0001" },
        { 1e-5, "1e-05" },
        { 1.5e-7f, "1.5e-07" },
        { 1e15, "1000000000000000" },
        { 1e10f, "10000000000" },
        { 1234567890123456.5, "1234567890123456.5" },
        { 1e16, "1e+16" },
        { 1.5e16f, "1.5e+16" },
        { 0.00012345, "0.00012345" },
        { 0.0, "0" },
        { 1.25e300, "1.25e+300" },
        { double.NaN, "nan" },
        { double.PositiveInfinity, "inf" },
        { float.PositiveInfinity, "inf" },
        { int.MaxValue, "2147483647" },
        { ulong.MaxValue, "18446744073709551615" },
        { BigInteger.Pow(10, 40), "1" + new string('0', 40) },
        { Int128.MaxValue, "170141183460469231731687303715884105727" },
        { 'x', "x" },
        { DayOfWeek.Friday, "Friday" },
        { new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "2026-01-02T03:04:05.0000000Z" },
        { new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)), "2026-01-02T03:04:05.0000000+01:00" },
        { TimeSpan.FromMinutes(90), "01:30:00" },
        { Guid.Empty, "00000000-0000-0000-0000-000000000000" },
        { new Uri("s3://bucket/a b"), "s3://bucket/a b" },
        { new Version(1, 2, 3), "1.2.3" },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void A_value_has_one_text_in_every_culture(object value, string expected)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var culture in new[] { "", "de-DE", "fa-IR", "sv-SE" })
            {
                CultureInfo.CurrentCulture = new CultureInfo(culture);
                Assert.Equal(["--x", expected], Contract.Render("x", value));
            }

            // These cultures write a negative sign of their own.
            Assert.Equal(["--x=-1.5"], Contract.Render("x", -1.5));
            Assert.Equal(["--x=-7"], Contract.Render("x", -7));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Property(MaxTest = 2000)]
    public bool A_floating_point_number_reads_back_as_itself(double number, float shorter) =>
        double.Parse(Text(number), CultureInfo.InvariantCulture).Equals(number)
        && float.Parse(Text(shorter), CultureInfo.InvariantCulture).Equals(shorter);

    [Fact]
    public void What_has_no_form_as_an_argument_is_refused_by_name_and_type()
    {
        foreach (var value in new object[] { new Hashtable(), new[] { new[] { 1 } }, new object(), new Dictionary<string, int> { ["a"] = 1 }, new Func<int>(() => 1) })
        {
            Assert.Contains("'lr'", Contract.Refused(() => Contract.Render("lr", value)).Message, StringComparison.Ordinal);
        }

        Assert.Contains("System.Collections.Hashtable", Contract.Refused(() => Contract.Render("lr", new Hashtable())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--")]
    [InlineData("a b")]
    [InlineData("a=b")]
    [InlineData("a\nb")]
    [InlineData("a\u001bb")]
    public void A_name_that_no_flag_can_have_is_refused(string name) => Contract.Refused(() => Contract.Render(name, 1));

    [Fact]
    public void A_name_may_be_there_once()
    {
        Contract.Refused(() => Contract.Render([new("lr", 1), new("lr", 2)]));
        Contract.Refused(() => Contract.Render([new("lr", 1), new("--lr", 2)]));
        Assert.Equal(["--lr", "1", "--LR", "2"], Contract.Render([new("lr", 1), new("LR", 2)]));
    }

    [Fact]
    public void Characters_that_no_process_receives_are_refused_with_their_place()
    {
        Assert.Contains("Hyperparameter 'x'", Contract.Refused(() => Contract.Render("x", "a\0b")).Message, StringComparison.Ordinal);
        Contract.Refused(() => Contract.Render("a\ud800", 1));
        var spec = new TrainingSpec { Name = "j", Command = ["python", "a\udc00"], Arguments = ["a\ud800"] };
        Assert.Contains("Command element 2", Contract.Refused(() => TrainingContract.Arguments(spec, Contract.Paths)).Message, StringComparison.Ordinal);
        Assert.Contains("Argument 1", Contract.Refused(() => TrainingContract.Arguments(spec with { Command = [] }, Contract.Paths)).Message, StringComparison.Ordinal);
        Assert.Equal("\U0001F600", Contract.Expand("\U0001F600"));
    }

    [Fact]
    public void A_table_without_an_order_is_sorted_by_character() =>
        Assert.Equal(
            ["B", "_", "a", "b"],
            HyperparameterOrder.Sorted([new("b", 1), new("_", 1), new("B", 1), new("a", 1)]).Select(hyperparameter => hyperparameter.Key));

    private static string Text(object number) => Contract.Render("x", number, ArgumentStyle.Equals)[0]["--x=".Length..]
        .Replace("inf", "Infinity", StringComparison.Ordinal);
}
