using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using MlOps.SessionTests.Engine;

namespace MlOps.SessionTests.Module;

/// <summary>What `dotnet pack packaging` makes.</summary>
public class PackageTests
{
    [Fact]
    public async Task The_folder_and_the_package_hold_what_ships_and_work()
    {
        using var folder = new TemporaryFolder();
        await PackAsync(folder.Path);
        var module = Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, "MlOps")));
        var package = Assert.Single(Directory.GetFiles(folder.Path, "MlOps.*.nupkg"));
        var version = Path.GetFileName(module);
        var files = FilesOf(module);

        Assert.Superset(
            new HashSet<string>
            {
                "MlOps.psd1", "LICENSE", "THIRD-PARTY-NOTICES.txt", "en-US/MlOps.Cmdlets.dll-Help.xml", "module/MlOps.Format.ps1xml",
                "module/bin/MlOps.dll", "module/bin/MlOps.Cmdlets.dll", "module/bin/providers/MlOps.Providers.dll", "module/bin/providers/MlOps.Supervisor.dll",
            },
            files);
        Assert.DoesNotContain(files, file => Path.GetExtension(file) is ".pdb" or ".ps1" || (Path.GetExtension(file) == ".xml" && !file.StartsWith("en-US/", StringComparison.Ordinal)));

        var extracted = folder.File("extracted");
        await ZipFile.ExtractToDirectoryAsync(package, extracted, TestContext.Current.CancellationToken);
        Assert.Subset(FilesOf(extracted), files);
        var metadata = XDocument.Load(Path.Combine(extracted, "MlOps.nuspec")).Descendants().ToLookup(element => element.Name.LocalName, element => element.Value);
        Assert.Equal(["MlOps"], metadata["id"]);
        Assert.Equal([version], metadata["version"]);
        Assert.Empty(metadata["dependency"]);
        Assert.Superset(new HashSet<string> { "PSModule", "PSEdition_Core", "PSCmdlet_Get-MlJob", "PSCommand_Wait-MlJob", "SageMaker" }, metadata["tags"].Single().Split(' ').ToHashSet());

        await UseAsync(Path.Combine(module, "MlOps.psd1"), version);
        await UseAsync(Path.Combine(extracted, "MlOps.psd1"), version);
    }

    private static HashSet<string> FilesOf(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))];

    private static async Task PackAsync(string folder)
    {
        // Without a build: the tests were built from the same sources, and other tests use that build now.
        var configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);
        string[] arguments = ["pack", Path.Combine(Repository.Root, "packaging"), "--no-build", "-c", configuration, $"-p:ArtifactFolder={folder}/"];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
    }

    private static async Task UseAsync(string manifest, string version)
    {
        using var home = new TemporaryFolder();
        var session = new EngineSession { Folder = Path.GetTempPath(), Variables = new Dictionary<string, string> { ["MLOPS_HOME"] = home.Path } };
        var output = (await session.RunAsync(Path.Combine(Repository.Project, "Module", "Scripts", "Package.ps1"), manifest)).Succeeded().Split('\n');
        Assert.Equal(
            [
                $"{Path.GetDirectoryName(manifest)} {version}",
                "Local",
                "Shows the settings in force and where each value comes from.",
                Path.Combine(Path.GetDirectoryName(manifest)!, "module", "bin", "MlOps.dll"),
                "Succeeded",
                "ok",
            ],
            output[..6]);
    }
}
