using MlOps.Tests.Shell;
using MlOps.Tests.Support;

namespace MlOps.Tests.Staging;

/// <summary>What -WhatIf says of files that would be sent. It is said on the host, as all that begins with "What if:", so that specs do not see it.</summary>
public sealed class WhatIfTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public WhatIfTests()
    {
        _folder.File("src/train.py", "print(1)");
        _folder.File("src/pkg/__init__.py", "");
        _folder.File("data/rows.csv", new string('1', 2048));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("SageMaker", "s3")]
    [InlineData("Vertex", "gs")]
    public async Task Each_folder_and_file_is_a_line(string provider, string scheme)
    {
        var result = await ShellProcess.RunAsync(_folder, ["-Command", $"Start-MlTrainingJob x -Provider {provider} -Image i -SourceDirectory src -Command ./train.py -InputData @{{ train = './data/rows.csv' }} -WhatIf"]);
        Assert.Matches($@"What if: Send 2 files, 8 B, from {_folder.File("src")} to {scheme}://[^/]+/mlops/_code/[0-9a-f]{{40}}/\n", result.Output);
        Assert.Matches($@"What if: Send 1 file, 2[^,]*, from {_folder.File("data/rows.csv")} to {scheme}://[^/]+/mlops/_inputs/[0-9a-f]{{40}}/\n", result.Output);
        Assert.Contains("What if: Start the training job 'x' on ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_of_this_machine_sends_nothing()
    {
        var result = await ShellProcess.RunAsync(_folder, ["-Command", "Start-MlTrainingJob x -Provider Local -SourceDirectory src -Command sh -InputData @{ train = './data' } -WhatIf"]);
        Assert.DoesNotContain("Send", result.Output, StringComparison.Ordinal);
        Assert.Contains($"# 2 files of {_folder.File("src")} copied", result.Output, StringComparison.Ordinal);
    }
}
