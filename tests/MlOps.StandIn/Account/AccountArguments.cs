using System.Globalization;

namespace MlOps.StandIn.Account;

/// <summary>Makes an account of command-line options.</summary>
internal static class AccountArguments
{
    public const string Usage = "account [--jobs N] [--tuning-jobs N] [--span-days N] [--bursts] [--latency MS] [--index-lag S] [--rate N] [--deny A,B] [--job-seconds S] [--page-cap N] [--port N]";

    public static (CloudAccount Account, int Port) Read(ReadOnlySpan<string> arguments)
    {
        var (jobs, tuningJobs, days, bursts, port) = (0, 0, 365d, false, 0);
        var options = new CloudAccountOptions();
        while (arguments is [var name, .. var rest])
        {
            arguments = rest;
            if (name == "--bursts")
            {
                bursts = true;
                continue;
            }

            var value = rest is [var next, ..] ? next : throw new ArgumentException($"{name} needs a value.");
            arguments = rest[1..];
            double Number() => double.Parse(value, CultureInfo.InvariantCulture);
            switch (name)
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
                    throw new ArgumentException($"There is no option {name}.");
            }
        }

        var account = new CloudAccount(options);
        account.FillWith(jobs, tuningJobs, TimeSpan.FromDays(days), bursts);
        return (account, port);
    }
}
