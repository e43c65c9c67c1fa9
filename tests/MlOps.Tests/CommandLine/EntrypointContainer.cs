using System.Diagnostics;
using System.Text.Json;
using MlOps.Tests.Support;

namespace MlOps.Tests.CommandLine;

/// <summary>The entrypoint in a folder that looks to it as a container of SageMaker does.</summary>
internal sealed class EntrypointContainer : IDisposable
{
    /// <summary>A command that writes its arguments, each with a NUL behind it.</summary>
    public static readonly string[] Print = ["sh", "-c", """for argument do printf '%s\0' "$argument"; done""", "sh"];

    private readonly string _script;

    public EntrypointContainer()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The file runs in containers of Linux.");
        Assert.SkipUnless(ExternalProcess.IsOnPath("python3"), "There is no python3.");
        _script = Folder.File("train");
        File.WriteAllBytes(_script, EntrypointScript.Read());
        Directory.CreateDirectory(Folder.File("ml/input/config"));
    }

    public TemporaryFolder Folder { get; } = new();

    /// <summary>Puts hyperparameters where SageMaker puts them, in no order of ours.</summary>
    public void Write(Dictionary<string, string> hyperparameters, params IEnumerable<KeyValuePair<string, string>> more) =>
        File.WriteAllText(
            Folder.File("ml/input/config/hyperparameters.json"),
            JsonSerializer.Serialize(hyperparameters.Concat(more).OrderByDescending(one => one.Key, StringComparer.Ordinal).ToDictionary()));

    public (int Code, string Output, string Errors) Run(string[] shell, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment, string input = "")
    {
        using var process = Start(shell, arguments, environment);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result, errors.Result);
    }

    public Process Start(string[] shell, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var path = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, shell[0])).First(File.Exists);
        var start = ExternalProcess.Redirected(path, [.. shell.Skip(1), _script, .. arguments]);
        foreach (var name in new[] { "LC_ALL", "LC_CTYPE", "LANG" })
        {
            start.Environment.Remove(name);
        }

        start.Environment["MLOPS_ENTRYPOINT_ROOT"] = Folder.File("ml");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static string[] Texts(string output) => output.Length == 0 ? [] : output[..^1].Split('\0');

    public void Dispose() => Folder.Dispose();
}
