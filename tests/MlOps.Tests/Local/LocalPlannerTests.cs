using System.Text.Json;
using MlOps.Providers.Local;

namespace MlOps.Tests.Local;

public class LocalPlannerTests
{
    private static readonly TrainingSpec s_spec = new() { Name = "job" };

    [Fact]
    public void What_this_machine_is_not_is_named() => Assert.Equal(
        ["InstanceType ml.p4d.24xlarge", "Accelerator A100", "AcceleratorCount 8", "Spot"],
        LocalPlanner.Ignored(s_spec with { InstanceType = "ml.p4d.24xlarge", Accelerator = "A100", AcceleratorCount = 8, Spot = true }, new("host", "", 0)));

    [Fact]
    public void What_this_machine_has_is_not_ignored() => Assert.Empty(
        LocalPlanner.Ignored(s_spec with { InstanceType = "local", Accelerator = "A100", AcceleratorCount = 1 }, new("host", "NVIDIA A100-SXM4-40GB", 2)));

    [Fact]
    public void A_document_from_before_the_environment_was_kept_has_none()
    {
        var document = JsonSerializer.Deserialize("""{ "id": "1", "name": "old", "machine": { "host": "h", "accelerator": "", "acceleratorCount": 0 }, "launch": { "arguments": ["sh"], "workingDirectory": "/" } }""", LocalJson.Readable.LocalJobDocument)!;
        Assert.Empty(document.Environment);
    }
}
