using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MlOps.Providers.Vertex.Trials;
using MlOps.Tests.Support;

namespace MlOps.Tests.Vertex;

/// <summary>What awk finds in lines, against what .NET's own regular expressions find there.</summary>
public sealed class PatternProgramTests
{
    private const string Number = "0123456789";

    private static readonly string[] s_patterns =
    [
        @"val_loss=([\d.e+-]+)",
        @"val_loss: (\S+)",
        """
        "loss": ([-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)
        """.Trim(),
        """(?:^|[^A-Za-z0-9_./-])val_loss["']?(?:[ \t]*[=:][ \t]*|[ \t]+)([-+]?(?:[0-9]+\.?[0-9]*(?:[eE][-+]?[0-9]+)?|\.[0-9]+(?:[eE][-+]?[0-9]+)?|[nN][aA][nN]|[iI][nN][fF](?:[iI][nN][iI][tT][yY])?))""",
        @"^\s*loss\s*[:=]\s*(\d+\.\d+)\s*$",
        @"(?i)loss[ =:]+([-+.\de]+)",
        @"(?i:LOSS)=(\d+)",
        @"loss=(?<value>\S+).*?step=(?<step>\d+)",
        @"step (?<step>[-+]?\d+)/\d+.*loss (?<value>[\d.]+)",
        @"epoch (?<epoch>\d+): .*?loss=([\d.]+?)\b",
        @"(?:loss|val_loss)=(\d+(?:\.\d+)?)",
        @"(a|ab)(c|bcd)?(\d*)",
        @"(?<value>\d+)%|acc=(?<value>[\d.]+)",
        @"(\d+?)\.",
        @"loss=(\d{1,3}(?:,\d{3})*)",
        @"loss=(\d{2,})",
        @"loss=(\d{2}(?!\d))",
        @"(?<!\w)loss=([\d.]+)(?=\s|$)",
        @"(?<=[ =])([-+]?\d+\.\d+)",
        @"\bloss\b\D*(\d+)",
        @"\Bloss=(\d)",
        @"loss\W+(\w+)",
        @"[^=]=([^,\s]+)",
        @"[][-]loss=([]0-9[]+)",
        @"loss→([\d.]+)",
        @"[→=]([\d.]+)",
        @"Verlust größe=([\d.]+)",
        @"x{2}loss{a}=(\d)|loss\x3d(\d)",
        @"\A(\S+)\z",
        @"((?:\d+\.)*\d+)",
        @"loss.(\d)",
        @"(\d*)",
        @"\$\(loss\)\*=(\d+)\u002E",
        @"(?#comment)lo(?-i)ss=([\d.]+)(?s:.)*",
    ];

    // Texts that the patterns are about, in any order: most lines match something, and many do so twice.
    private static readonly string[] s_pieces =
    [
        "val_loss=", "val_loss: ", "val_loss ", "\"val_loss\": ", "best_val_loss=", "loss=", "LOSS=", "Loss: ", "\"loss\": ", "loss", "acc=", "xxloss{a}=", "$(loss)*=", "loss→", "Verlust größe=", "]loss=", "-loss=",
        "step=", "step 3/10", "global_step: ", "my_step=", "steps=", "Epoch [3/10]", "epoch 12: ", "epoch=3.0", "epoch=3.5", "\"epoch\": 7", "step=12%", "step=1.2.3", "STEP#4", "step = [ 5", "step=007", "step=99999999999999999999",
        "0.5", "1e-3", "1.25E+02", "-0.0", ".5", "5.", "+7", "12", "1,234", "12345678901234567890", "0.1000000000000000055", "0.30000000000000004", "1e22", "123456789012345680", "1e-5", "0.00001", "0.0001", "1e400", "-1e400", "1e-400", "1e-300", "5.684341886080802e-14",
        "nan", "NaN", "inf", "-Infinity", "none", "abc", "ab", "bcd3",
        " ", " ", " ", "  ", "\t", ",", ";", "%", "=", ":", "(", ")", "[", "]", "\r", "é", "█▉", "日本", "_", "a", "x", "\\", "'", "\"", "$", "`",
    ];

    public static TheoryData<string> Awks => [.. TrialTools.Awks];

    [Theory]
    [MemberData(nameof(Awks), DisableDiscoveryEnumeration = true)]
    public async Task Awk_finds_what_the_pattern_finds(string awk)
    {
        using var folder = new TemporaryFolder();
        var program = folder.File("program");
        await File.WriteAllTextAsync(program, TrialScript.Awk, TestContext.Current.CancellationToken);
        var found = 0;
        for (var i = 0; i < s_patterns.Length; i++)
        {
            var pattern = new MetricPattern("val_loss", s_patterns[i]);
            var lines = Lines(new Random((7919 * i) + 1), 250);
            var expected = Expected(pattern, lines);
            var actual = await Found(awk, program, pattern, lines);
            found += expected.Count;
            Assert.True(expected.SequenceEqual(actual), $"{awk}, {s_patterns[i]}: {Difference(expected, actual, lines)}");
        }

        Assert.True(found > 1500, $"Only {found} values to compare.");
    }

    [Theory]
    [InlineData(@"val_loss=([\d.e+-]+)", "val_loss=")]
    [InlineData(@"(?:loss|acc)=(\d)", "=")]
    [InlineData(@"(?:ab)*(\d)", "")]
    [InlineData(@"(?i)loss=(\d)", "=")]
    [InlineData(@"(?:x(\d)yz)+", "yz")]
    public void Lines_without_a_text_that_has_to_be_there_are_not_looked_at(string pattern, string needed) => Assert.Equal(needed, PatternProgram.Of(new("m", pattern))[0]);

    private static List<string> Lines(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => random.Next(6) == 0 ? Digits(random) : s_pieces[random.Next(s_pieces.Length)])))];

    private static string Digits(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 22)).Select(i => i == 2 && random.Next(2) == 0 ? "." : Number[random.Next(10)].ToString()));

    /// <summary>Step and value, as they are written for Vertex AI: what is no finite number is not, and what has no step is counted.</summary>
    private static List<(int Line, string Step, string Value)> Expected(MetricPattern pattern, List<string> lines)
    {
        var expected = new List<(int, string, string)>();
        foreach (var (line, index) in lines.Select((line, index) => (line, index)))
        {
            foreach (var point in pattern.Match(new() { Provider = "Vertex", JobName = "t", Message = line }).Where(point => double.IsFinite(point.Value)))
            {
                var text = HyperparameterText.Of("", point.Value);
                var step = point.Step ?? point.Epoch ?? expected.Count + 1;
                expected.Add((index, step.ToString(CultureInfo.InvariantCulture), text.All(c => char.IsAsciiDigit(c) || c == '-') ? $"{text}.0" : text));
            }
        }

        return expected;
    }

    private static async Task<List<(int Line, string Step, string Value)>> Found(string awk, string program, MetricPattern pattern, List<string> lines)
    {
        var start = TrialTools.Start(awk, [.. awk is "mawk" ? ["-W", "interactive"] : Array.Empty<string>(), "-v", "m=s", "-f", program]);
        start.Environment["LC_ALL"] = "C";
        start.Environment["CLOUD_ML_TRIAL_ID"] = "4";
        start.Environment["MLOPS_TRIAL_METRIC"] = TrialMetric.Of("val_loss", pattern);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        var found = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).Select(json => (0, (string)json["global_step"]!, (string)json["val_loss"]!)).ToList();
        Assert.Equal("", await errors);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        // awk does not say which line it was.
        var expected = Expected(pattern, lines);
        return [.. found.Select((one, i) => (i < expected.Count ? expected[i].Line : -1, one.Item2, one.Item3))];
    }

    private static string Difference(List<(int Line, string Step, string Value)> expected, List<(int Line, string Step, string Value)> actual, List<string> lines)
    {
        var at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        var line = at < expected.Count ? expected[at].Line : lines.Count - 1;
        return $"expected {(at < expected.Count ? expected[at] : default)}, found {(at < actual.Count ? actual[at] : default)} ({expected.Count} and {actual.Count}), in '{lines[line]}'";
    }
}
