using System.Runtime.InteropServices;

namespace MlOps.Providers.Local;

/// <summary>Starts the program that watches over a job, on whatever .NET this shell itself runs on.</summary>
internal static class SupervisorHost
{
    /// <summary>Starts a supervisor. It ends at once when the job has one.</summary>
    public static void Start(JobFolder folder) => Run(folder.Path);

    /// <summary>Starts the program with other arguments.</summary>
    public static void Run(params string[] arguments)
    {
        var environment = DetachedProcess.InheritedEnvironment();

        // A job may start jobs. The supervisor of the inner one is no part of the outer one, which may be stopped.
        environment.Remove(JobProcesses.MarkerVariable);
        DetachedProcess.Start([.. Command(), .. arguments], environment);
    }

    /// <summary>How a supervisor would be started; <see langword="null"/> when there is no way to.</summary>
    public static string? Describe() => File.Exists(Program) ? PosixShell.Join(Command()) : null;

    private static string Program => Path.Combine(Path.GetDirectoryName(typeof(SupervisorHost).Assembly.Location)!, "MlOps.Supervisor.dll");

    private static string[] Command()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/ is the runtime of an installed .NET, and <root>/dotnet starts programs on it.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        if (File.Exists(dotnet))
        {
            return [dotnet, Program];
        }

        // PowerShell is mostly installed with a runtime of its own, which runs nothing but PowerShell.
        const string run = "$file, $rest = $args; [System.Reflection.Assembly]::LoadFrom($file).EntryPoint.Invoke($null, @(, [string[]] @($rest)))";
        return [Environment.ProcessPath!, "-NoProfile", "-NonInteractive", "-CommandWithArgs", run, Program];
    }
}
