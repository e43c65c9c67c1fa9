using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace MlOps.Tests.CommandLine;

/// <summary>Whether Python's argparse, which reads the arguments of most training code, finds in them what was meant.</summary>
public class ArgparseTests
{
    // One process for all cases: a line in is the options' declarations and the arguments, a line out what was parsed.
    private const string Reader =
        """
        import argparse, json, sys

        class Parser(argparse.ArgumentParser):
            def error(self, message):
                raise ValueError(message)

        for line in sys.stdin:
            case = json.loads(line)
            parser = Parser(add_help=False, allow_abbrev=False)
            for i, (flag, kind) in enumerate(case["options"]):
                if kind == "switch":
                    parser.add_argument(flag, dest=str(i), action="store_true")
                elif kind == "list":
                    parser.add_argument(flag, dest=str(i), action="append")
                else:
                    parser.add_argument(flag, dest=str(i), type=float if kind == "number" else str)
            try:
                found = vars(parser.parse_args(case["argv"]))
            except ValueError as e:
                found = {"error": str(e)}
            print(json.dumps([found.get("error", found.get(str(i))) for i in range(len(case["options"]))]))
        """;

    private static readonly Gen<string> Name = Gen.Elements('a', 'b', 'X', '_', '-', '.', '1', 'é', '学')
        .NonEmptyListOf()
        .Select(characters => string.Concat(characters))
        .Where(name => char.IsLetter(name[0]));

    // argparse up to Python 3.12 drops the value "--", however it is written (https://github.com/python/cpython/issues/59317).
    private static readonly Gen<string> Text = Samples.Text.Where(text => text != "--");

    private static readonly Gen<(string Kind, object? Value)> Option = Gen.OneOf(
        Text.Select(text => ("text", (object?)text)),
        Gen.Constant(("text", (object?)null)),
        Samples.Number.Select(number => ("number", (object?)number)),
        ArbMap.Default.GeneratorFor<long>().Select(number => ("number", (object?)number)),
        ArbMap.Default.GeneratorFor<bool>().Select(on => ("switch", (object?)on)),
        Text.ListOf().Select(list => ("list", (object?)list.ToArray())));

    [Theory]
    [InlineData(ArgumentStyle.Space)]
    [InlineData(ArgumentStyle.Equals)]
    public async Task Argparse_receives_what_was_meant(ArgumentStyle style)
    {
        if (!ExternalProcess.IsOnPath("python3"))
        {
            Assert.Skip("python3 is not on PATH.");
        }

        var cases = Name.Zip(Option).ListOf().Sample(1000, 8)
            .Select(options => options.DistinctBy(option => option.Item1).ToArray())
            .ToArray();
        Assert.Equal(1000, cases.Length);
        var input = string.Concat(cases.Select(options => JsonSerializer.Serialize(new
        {
            options = options.Select(option => new[] { $"--{option.Item1}", option.Item2.Kind }),
            argv = Contract.Render([.. options.Select(option => KeyValuePair.Create(option.Item1, option.Item2.Value))], style),
        }) + "\n"));

        var output = await ExternalProcess.RunAsync("python3", ["-X", "utf8", "-c", Reader], input);
        var found = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(cases.Length, found.Length);
        foreach (var (options, line) in cases.Zip(found))
        {
            Assert.Equal(options.Select(option => Meant(option.Item2)), Found(line));
        }
    }

    [Fact]
    public async Task A_number_is_written_as_Python_writes_it_but_for_the_point_of_a_whole_one()
    {
        if (!ExternalProcess.IsOnPath("python3"))
        {
            Assert.Skip("python3 is not on PATH.");
        }

        var numbers = Samples.Number.Sample(2000, 50).Concat(Enumerable.Range(-20, 40).Select(exponent => Math.Pow(10, exponent) * 1.25)).ToArray();
        var written = numbers.Select(number => Contract.Render("x", number, ArgumentStyle.Equals)[0][4..]).ToArray();
        var output = await ExternalProcess.RunAsync("python3", ["-c", "import sys\nfor line in sys.stdin: print(repr(float(line)))"], string.Concat(written.Select(text => text + "\n")));

        Assert.Equal(output.Split('\n')[..^1].Select(text => text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text), written);
    }

    private static string Meant((string Kind, object? Value) option) => option switch
    {
        { Value: null } or { Kind: "list", Value: string[] { Length: 0 } } => "absent",
        { Value: string[] list } => JsonSerializer.Serialize(list),
        { Value: bool on } => on ? "true" : "false",
        { Value: string text } => JsonSerializer.Serialize(text),
        _ => Number(Convert.ToDouble(option.Value, CultureInfo.InvariantCulture)),
    };

    private static IEnumerable<string> Found(string line)
    {
        // Python writes NaN and the infinities as bare words, which JSON has not.
        var json = line.Replace("-Infinity", "\"-inf\"", StringComparison.Ordinal).Replace("Infinity", "\"inf\"", StringComparison.Ordinal).Replace("NaN", "\"nan\"", StringComparison.Ordinal);
        foreach (var value in JsonSerializer.Deserialize<JsonElement[]>(json)!)
        {
            yield return value.ValueKind switch
            {
                JsonValueKind.Null => "absent",
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                JsonValueKind.Number => Number(value.GetDouble()),
                JsonValueKind.Array => JsonSerializer.Serialize(value.Deserialize<string[]>()),
                _ => value.GetString() is "nan" or "inf" or "-inf" ? value.GetString()! : JsonSerializer.Serialize(value.GetString()),
            };
        }
    }

    private static string Number(double number) => number switch
    {
        double.NaN => "nan",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    };
}
