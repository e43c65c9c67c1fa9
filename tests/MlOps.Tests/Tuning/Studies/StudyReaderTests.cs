namespace MlOps.Tests.Tuning.Studies;

/// <summary>Looks at a study while it grows, is torn, and gives its place to another one.</summary>
public sealed class StudyReaderTests
{
    [Fact]
    public async Task A_look_sees_what_has_come_since_the_last_one()
    {
        using var bench = new StudyBench();
        var folder = await bench.CreateAsync(StudyBench.Tuning());
        Assert.Equal(0, Trials(folder));
        using (var journal = StudyJournal.Open(folder.Journal, out _))
        {
            journal.Append(new TrialChosen(0, new Dictionary<string, object?> { ["x"] = 1.5 }));
            Assert.Equal(1, Trials(folder));
            journal.Append(new TrialChosen(1, new Dictionary<string, object?> { ["x"] = 2 }));
        }

        // Half a line is no line, until it is whole.
        var line = StudyJournal.Line(new TrialChosen(2, new Dictionary<string, object?> { ["x"] = 3 }));
        await File.AppendAllBytesAsync(folder.Journal, line[..20], TestContext.Current.CancellationToken);
        Assert.Equal(2, Trials(folder));
        await File.AppendAllBytesAsync(folder.Journal, line[20..], TestContext.Current.CancellationToken);
        Assert.Equal(3, Trials(folder));
        Assert.Equal([1.5, 2.0, 3.0], StudyReader.Look(folder, (state, _) => state.Trials.Select(run => run.Trial.Values["x"]).ToArray()));
    }

    [Fact]
    public async Task Another_study_of_the_same_name_is_another_study()
    {
        using var bench = new StudyBench();
        var folder = await bench.CreateAsync(StudyBench.Tuning());
        await bench.RunAsync(folder);
        Assert.Equal(8, Trials(folder));
        bench.Store.Remove(folder);
        Assert.ThrowsAny<IOException>(() => Trials(folder));

        await bench.CreateAsync(StudyBench.Tuning());
        Assert.Equal(0, Trials(folder));
    }

    [Fact]
    public async Task A_damaged_line_is_named_and_the_study_is_there_again_when_it_is_mended()
    {
        using var bench = new StudyBench();
        var folder = await bench.CreateAsync(StudyBench.Tuning());
        var good = await File.ReadAllBytesAsync(folder.Journal, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(folder.Journal, "{\"event\":\"nonsense\"}\n", TestContext.Current.CancellationToken);

        var error = Assert.Throws<MlOpsException>(() => Trials(folder));
        Assert.Equal(ErrorCode.Corrupt, error.Code);
        Assert.StartsWith("Line 2 of the study's journal", error.Message, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(folder.Journal, good, TestContext.Current.CancellationToken);
        Assert.Equal(0, Trials(folder));
    }

    private static int Trials(StudyFolder folder) => StudyReader.Look(folder, (state, _) => state.Trials.Count);
}
