using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MlOps.EngineHost;

// MlOps.EngineHost [--width COLUMNS] [--culture NAME] SCRIPT [ARGUMENT...]
var rest = args.AsSpan();
var width = 120;
while (rest is [['-', '-', ..] option, var value, ..])
{
    switch (option)
    {
        case "--width":
            width = int.Parse(value, CultureInfo.InvariantCulture);
            break;
        case "--culture":
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(value);
            break;
        default:
            throw new ArgumentException($"There is no option {option}.");
    }

    rest = rest[2..];
}

var host = new TextHost(width);
using var runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
runspace.Open();
using var shell = PowerShell.Create(runspace);
shell.AddCommand(rest[0]);
foreach (var argument in rest[1..])
{
    shell.AddArgument(argument);
}

shell.AddCommand("Out-Default");
shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
try
{
    shell.Invoke();
    return host.ExitCode;
}
catch (RuntimeException e)
{
    Console.Error.WriteLine($"{e.ErrorRecord}\n{e.ErrorRecord.ScriptStackTrace}");
    return 1;
}
