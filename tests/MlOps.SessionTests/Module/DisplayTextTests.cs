using System.Globalization;
using MlOps.Cmdlets.Formatting;

namespace MlOps.SessionTests.Module;

/// <summary>What the views say of a value, in a culture that would write it otherwise.</summary>
public sealed class DisplayTextTests : IDisposable
{
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;

    public DisplayTextTests() => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

    public void Dispose() => CultureInfo.CurrentCulture = _culture;

    [Theory]
    [InlineData(0, "0.0 s")]
    [InlineData(45.26, "45.2 s")]
    [InlineData(59.99, "59.9 s")]
    [InlineData(60, "0:01:00")]
    [InlineData(5025.9, "1:23:45")]
    [InlineData(100 * 3600, "100:00:00")]
    public void A_duration(double seconds, string expected) => Assert.Equal(expected, DisplayText.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.00 KiB")]
    [InlineData(1234567, "1.18 MiB")]
    [InlineData(12345678, "11.8 MiB")]
    [InlineData(1023 * 1024, "1.00 MiB")]
    [InlineData(123L << 30, "123 GiB")]
    [InlineData(long.MaxValue, "8.00 EiB")]
    public void A_size(long bytes, string expected) => Assert.Equal(expected, DisplayText.Size(bytes));

    [Theory]
    [InlineData(0.213412, "0.2134")]
    [InlineData(0.941, "0.941")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(12345.678, "12346")]
    [InlineData(3e12, "3E+12")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(double.NaN, "NaN")]
    public void A_number(double value, string expected) => Assert.Equal(expected, DisplayText.Number(value));

    [Theory]
    [InlineData("", 1, "", 0, "")]
    [InlineData("local", 1, "", 0, "local")]
    [InlineData("local", 4, "", 0, "local ×4")]
    [InlineData("ml.g5.xlarge", 1, "A10G", 1, "ml.g5.xlarge, A10G")]
    [InlineData("ml.p4d.24xlarge", 2, "A100", 8, "ml.p4d.24xlarge ×2, 8 A100")]
    [InlineData("", 1, "T4", 1, "T4")]
    public void A_machine(string type, int count, string accelerator, int acceleratorCount, string expected) => Assert.Equal(
        expected,
        DisplayText.Machine(new MlJob { Provider = "Local", Name = "n", Id = "1", InstanceType = type, InstanceCount = count, Accelerator = accelerator, AcceleratorCount = acceleratorCount }));

    [Theory]
    [InlineData(MlJobStatus.Running, "Downloading", "Running (Downloading)")]
    [InlineData(MlJobStatus.Running, "running", "Running")]
    [InlineData(MlJobStatus.Pending, "", "Pending")]
    public void A_status(MlJobStatus status, string providerStatus, string expected) =>
        Assert.Equal(expected, DisplayText.Status(new MlJob { Provider = "Local", Name = "n", Id = "1", Status = status, ProviderStatus = providerStatus }));

    [Fact]
    public void A_moment_of_this_year_and_of_another()
    {
        var now = DateTimeOffset.Now;

        Assert.Equal(now.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture), DisplayText.ShortTime(now));
        Assert.Equal("2020-03-14", DisplayText.ShortTime(new DateTimeOffset(2020, 3, 14, 12, 0, 0, TimeSpan.Zero)));
        Assert.Equal("", DisplayText.ShortTime(null));
    }

    [Fact]
    public void A_command_line_shows_where_arguments_end() => Assert.Equal("sh -c 'echo ''a b''' ''", DisplayText.CommandLine(["sh", "-c", "echo 'a b'", ""]));

    [Fact]
    public void Pairs_are_a_line_each() => Assert.Equal("lr = 0.1\ndepth = 3", DisplayText.Pairs<object?>([new("lr", 0.1), new("depth", 3)]));

    [Fact]
    public void Pairs_show_lists_numbers_and_what_is_not_there() => Assert.Equal(
        "dataset = dogs, cats\nlr = 0.001, 1E-05\nlarge = 1234.5\nshuffle = True\nnone =\nempty =",
        DisplayText.Pairs<object?>([new("dataset", new object[] { "dogs", "cats" }), new("lr", new[] { 0.001, 1e-5 }), new("large", 1234.5), new("shuffle", true), new("none", null), new("empty", Array.Empty<object>())]));

    [Fact]
    public void Pairs_in_a_table() => Assert.Equal("lr=0.1 loss=l2", DisplayText.PairsInLine<object?>([new("lr", 0.1), new("loss", "l2")]));

    [Theory]
    [InlineData(20, 1, 3, 1, 0, "5 of 20 (1 running, 3 succeeded, 1 failed)")]
    [InlineData(null, 0, 0, 0, 2, "2 (2 stopped)")]
    [InlineData(20, 0, 0, 0, 0, "0 of 20")]
    public void The_trials_of_a_tuning_job(int? most, int running, int succeeded, int failed, int stopped, string expected) => Assert.Equal(
        expected,
        DisplayText.Trials(new() { Provider = "SageMaker", Name = "t", Id = "1", MaxTrials = most, RunningTrials = running, SucceededTrials = succeeded, FailedTrials = failed, StoppedTrials = stopped }));

    [Theory]
    [InlineData(0.123456, "t-1 (0.1235)")]
    [InlineData(null, "t-1")]
    public void A_trial(double? value, string expected) => Assert.Equal(expected, DisplayText.Trial(new() { Provider = "SageMaker", TuningJobName = "t", Name = "t-1", Value = value }));

    [Fact]
    public void No_trial() => Assert.Equal("", DisplayText.Trial(null));
}
