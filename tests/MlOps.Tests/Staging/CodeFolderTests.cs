using MlOps.Tests.Support;

namespace MlOps.Tests.Staging;

[Collection(ChangesProcessEnvironment.Name)]
public sealed class CodeFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EnvironmentVariables _environment = new();

    public void Dispose()
    {
        _environment.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void What_MlOps_keeps_for_itself_is_no_code()
    {
        _environment["MLOPS_HOME"] = _folder.File(".mlops");
        _folder.File("train.py", "x");
        _folder.File(".mlops/context.json", "{}");
        _folder.File(".mlops/local/jobs/a/job.json", "{ \"environment\": { \"TOKEN\": \"secret\" } }");
        _folder.File(".mlops/local/jobs/a/source/train.py", "y");
        Assert.Equal(["train.py"], List(_folder.Path));
        Assert.Equal(["train.py"], List(_folder.File(".mlops/local/jobs/a/source")));
    }

    [Fact]
    public void A_home_beside_the_code_changes_nothing()
    {
        _environment["MLOPS_HOME"] = _folder.File("src-home");
        _folder.File("src-home/context.json", "{}");
        _folder.File("src/a.py", "x");
        Assert.Equal(["a.py"], List(_folder.File("src")));
    }

    private static string[] List(string folder) => [.. CodeFolder.List(folder, null, TestContext.Current.CancellationToken).Select(file => file.RelativePath)];
}
