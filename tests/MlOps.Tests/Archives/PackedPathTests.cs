namespace MlOps.Tests.Archives;

public sealed class PackedPathTests
{
    [Theory]
    [InlineData("model/model.tar.gz", "model/")]
    [InlineData("model/model.tgz", "model/")]
    [InlineData("model/model.tar", "model/")]
    [InlineData("output/output.tar.gz", "output/")]
    [InlineData("output/output.tar", "output/")]
    [InlineData("output/model.tar.gz", null)]
    [InlineData("model/output.tar.gz", null)]
    [InlineData("model/weights.tar.gz", null)]
    [InlineData("model/deeper/model.tar.gz", null)]
    [InlineData("model/model.tar.gz.old", null)]
    [InlineData("model/model.zip", null)]
    [InlineData("model.tar.gz", null)]
    [InlineData("model/MODEL.TAR.GZ", null)]
    public void Only_what_SageMaker_packs_is_packed(string path, string? mount) => Assert.Equal(mount, PackedPath.Mount(path));

    [Theory]
    [InlineData("model/", "weights.pt", "model/weights.pt")]
    [InlineData("model/", "code/inference.py", "model/code/inference.py")]
    [InlineData("model/", "logs/events", "logs/events")]
    [InlineData("model/", "tensorboard/run/events", "logs/run/events")]
    [InlineData("model/", "checkpoints/1/c", "checkpoints/1/c")]
    [InlineData("model/", "data/x", "model/data/x")]
    [InlineData("model/", "logs", "model/logs")]
    [InlineData("model/", "logstash/x", "model/logstash/x")]
    [InlineData("model/", "deep/logs/x", "model/deep/logs/x")]
    [InlineData("output/", "data/x", "output/x")]
    [InlineData("output/", "data/logs/x", "output/logs/x")]
    [InlineData("output/", "failure", "output/failure")]
    [InlineData("output/", "tensorboard/x", "logs/x")]
    [InlineData("output/", "model/x", "output/model/x")]
    public void A_member_has_its_place_in_the_name_space_of_the_job(string mount, string member, string path) => Assert.Equal(path, PackedPath.Of(mount, member));

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../x")]
    [InlineData("logs/../../x")]
    [InlineData("logs//x")]
    [InlineData("tensorboard//x")]
    [InlineData("")]
    [InlineData(@"..\x")]
    public void A_hostile_name_stays_refused(string member) =>
        Assert.Equal(ErrorCode.Corrupt, Assert.Throws<MlOpsException>(() => SafePath.Resolve(Path.GetTempPath(), PackedPath.Of("model/", member))).Code);
}
