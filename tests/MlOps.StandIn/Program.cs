using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MlOps.StandIn.Account;
using MlOps.StandIn.Google;
using MlOps.StandIn.Playback;
using MlOps.StandIn.Serving;

// MlOps.StandIn account …, MlOps.StandIn project …, or MlOps.StandIn play FILE … [--port N]: prints where it listens and serves until its standard input is closed.
IService service;
var port = 0;
try
{
    switch (args)
    {
        case ["account", .. var options]:
            (service, port) = AccountArguments.Read(options);
            break;
        case ["project", .. var options]:
            (service, port) = ProjectArguments.Read(options);
            break;
        case ["play", .. var files, "--port", var text]:
            (service, port) = (ScenarioPlayer.Load(files), int.Parse(text, CultureInfo.InvariantCulture));
            break;
        case ["play", _, ..]:
            service = ScenarioPlayer.Load(args.Skip(1));
            break;
        default:
            throw new ArgumentException($"MlOps.StandIn {AccountArguments.Usage}\nMlOps.StandIn {ProjectArguments.Usage}\nMlOps.StandIn play FILE ... [--port N]");
    }
}
catch (Exception e) when (e is ArgumentException or FormatException or IOException or JsonException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

await using var server = await StandInServer.StartAsync(service, port);
Console.WriteLine(server.Url);

var ended = new TaskCompletionSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    ended.TrySetResult();
});
_ = Task.Run(async () =>
{
    await Console.In.ReadToEndAsync();
    ended.TrySetResult();
});
await ended.Task;
return 0;
