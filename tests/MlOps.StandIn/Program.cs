using System.Globalization;
using System.Runtime.InteropServices;
using MlOps.StandIn.Account;
using MlOps.StandIn.Serving;

// MlOps.StandIn account [--jobs N] [--tuning-jobs N] [--span-days N] [--bursts] [--latency MS] [--index-lag S] [--rate N] [--deny A,B] [--job-seconds S] [--page-cap N] [--port N]
if (args is not ["account", .. var rest])
{
    Console.Error.WriteLine("Say what to play: account [--jobs N] [--tuning-jobs N] [--span-days N] [--bursts] [--latency MS] [--index-lag S] [--rate N] [--deny A,B] [--job-seconds S] [--page-cap N] [--port N]");
    return 1;
}

var (jobs, tuningJobs, days, bursts, port) = (0, 0, 365d, false, 0);
var options = new CloudAccountOptions();
for (var i = 0; i < rest.Length; i++)
{
    if (rest[i] == "--bursts")
    {
        bursts = true;
        continue;
    }

    var value = i + 1 < rest.Length ? rest[i + 1] : throw new ArgumentException($"{rest[i]} needs a value.");
    double Number() => double.Parse(value, CultureInfo.InvariantCulture);
    switch (rest[i++])
    {
        case "--jobs":
            jobs = (int)Number();
            break;
        case "--tuning-jobs":
            tuningJobs = (int)Number();
            break;
        case "--span-days":
            days = Number();
            break;
        case "--latency":
            options.Latency = TimeSpan.FromMilliseconds(Number());
            break;
        case "--index-lag":
            options.IndexLag = TimeSpan.FromSeconds(Number());
            break;
        case "--rate":
            options.Rate = Number();
            break;
        case "--deny":
            options.Denied.UnionWith(value.Split(','));
            break;
        case "--job-seconds":
            options.JobSeconds = Number();
            break;
        case "--page-cap":
            options.PageCap = (int)Number();
            break;
        case "--port":
            port = (int)Number();
            break;
        default:
            throw new ArgumentException($"There is no option {rest[i - 1]}.");
    }
}

var account = new CloudAccount(options);
account.FillWith(jobs, tuningJobs, TimeSpan.FromDays(days), bursts);
await using var server = await StandInServer.StartAsync(account, port);
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
