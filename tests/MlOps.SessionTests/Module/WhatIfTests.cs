using System.Text.RegularExpressions;
using MlOps.SessionTests.Engine;

namespace MlOps.SessionTests.Module;

/// <summary>What -WhatIf writes for people, which a script does not get to see.</summary>
public partial class WhatIfTests
{
    [Fact]
    public async Task What_would_be_sent_and_fetched_is_listed_with_sizes_and_nothing_is_done()
    {
        var script = Path.Combine(Repository.Project, "Module", "Scripts", "WhatIf.ps1");
        var output = (await new EngineSession { Width = 400 }.RunAsync(script, Repository.Manifest, Repository.Tests)).Succeeded();

        Assert.Equal(
            """
            What if: Performing the operation "Send to s3://data/set/deep/ü [1].csv" on target "FOLDER/data/deep/ü [1].csv (3 B)".
            What if: Performing the operation "Send to s3://data/set/large.bin" on target "FOLDER/data/large.bin (2.00 MiB)".
            What if: Performing the operation "Receive into FOLDER/out" on target "Local/packs/output/rows.csv (4 B)".
            What if: Performing the operation "Receive into FOLDER/out" on target "Local/packs/logs/events.1 (6 B)".
            What if: Performing the operation "Receive into FOLDER/out" on target "Local/packs/model/model.tar (10.0 KiB)".
            What if: Send 1 file, 3 B, from FOLDER/data/deep to s3://ml-results/mlops/_code/DIGEST/
            What if: Send 1 file, 2.00 MiB, from FOLDER/data/large.bin to s3://ml-results/mlops/_inputs/DIGEST/
            What if: Start the training job 'planned' on SageMaker with this request:
            there: False
            """,
            Digest().Replace(Folder().Replace(output, "FOLDER"), "DIGEST").Trim());
    }

    [GeneratedRegex(@"/\S*/what-if")]
    private static partial Regex Folder();

    [GeneratedRegex("[0-9a-f]{40}")]
    private static partial Regex Digest();
}
