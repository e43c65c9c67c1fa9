using System.Globalization;

namespace MlOps.Providers.Local;

/// <summary>Shows what is run for a local job in a form that can be pasted into a shell.</summary>
internal static class LaunchText
{
    public static string Render(LocalPlan plan)
    {
        var document = plan.Document;
        var launch = document.Launch;
        var lines = new List<string>();
        if (document.SourceDirectory.Length > 0)
        {
            var count = plan.Code.Count == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{plan.Code.Count} files");
            lines.Add($"# {count} of {PosixShell.Quote(document.SourceDirectory)} copied to the source folder of the job");
        }

        lines.Add($"cd {PosixShell.Quote(launch.WorkingDirectory)}");
        lines.AddRange(launch.InstanceEnvironment(document.Id, 0).OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .Where(variable => variable.Key != JobProcesses.MarkerVariable)
            .Select(variable => $"export {variable.Key}={PosixShell.Quote(variable.Value)}"));
        lines.Add(PosixShell.Join(launch.Arguments));
        if (launch.InstanceCount > 1)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"# {launch.InstanceCount} times, with RANK and LOCAL_RANK from 0 to {launch.InstanceCount - 1}"));
        }

        if (launch.MaxRuntimeSeconds is { } seconds)
        {
            lines.Add($"# stopped after {TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture)}");
        }

        return string.Join('\n', lines);
    }
}
