using MlOps.Shell;
using MlOps.Shell.CommandLine;
using MlOps.Shell.Engine;
using MlOps.Shell.Hosting;

// The engine would report the names of imported modules to its makers; a shell for training jobs has nothing to tell them.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

var streams = new StandardStreams();
try
{
    return new Launcher(streams).Run(args);
}
catch (UsageException e)
{
    streams.Error.WriteLine($"mlops: {e.Message} 'mlops -Help' lists the options.");
    return ExitCode.Usage;
}
catch (BrokenInstallationException e)
{
    streams.Error.WriteLine("mlops: " + e.Message);
    return ExitCode.Broken;
}
