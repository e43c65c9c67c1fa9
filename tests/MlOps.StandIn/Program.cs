using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MlOps.StandIn.Account;
using MlOps.StandIn.Google;
using MlOps.StandIn.Playback;
using MlOps.StandIn.Serving;
using MlOps.StandIn.Storage;

// MlOps.StandIn account …, MlOps.StandIn project …, MlOps.StandIn store …, or MlOps.StandIn play FILE … [--port N]: prints where it listens and serves until its standard input is closed.
Func<Task<(IAsyncDisposable Server, string Url)>> start;
try
{
    switch (args)
    {
        case ["account", .. var options]:
            var (account, accountPort) = AccountArguments.Read(options);
            start = () => Serve(account, accountPort);
            break;
        case ["project", .. var options]:
            var (project, projectPort) = ProjectArguments.Read(options);
            start = () => Serve(project, projectPort);
            break;
        case ["store", .. var options]:
            var (table, behaviour, keepsCalls, storePort) = StorageArguments.Read(options);
            start = async () =>
            {
                var store = await StorageServer.StartAsync(table, behaviour, storePort);
                store.Calls.KeepsAll = keepsCalls;
                return (store, store.Url);
            };
            break;
        case ["play", .. var files, "--port", var text]:
            var (scenario, playPort) = (ScenarioPlayer.Load(files), int.Parse(text, CultureInfo.InvariantCulture));
            start = () => Serve(scenario, playPort);
            break;
        case ["play", _, ..]:
            var player = ScenarioPlayer.Load(args.Skip(1));
            start = () => Serve(player, 0);
            break;
        default:
            throw new ArgumentException($"MlOps.StandIn {AccountArguments.Usage}\nMlOps.StandIn {ProjectArguments.Usage}\nMlOps.StandIn {StorageArguments.Usage}\nMlOps.StandIn play FILE ... [--port N]");
    }
}
catch (Exception e) when (e is ArgumentException or FormatException or IOException or JsonException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

var (server, url) = await start();
await using var served = server;
Console.WriteLine(url);

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

static async Task<(IAsyncDisposable Server, string Url)> Serve(IService service, int port)
{
    var server = await StandInServer.StartAsync(service, port);
    return (server, server.Url);
}
