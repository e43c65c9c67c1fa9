using System.Globalization;

namespace MlOps.StandIn.Google;

/// <summary>Makes a project of command-line options.</summary>
internal static class ProjectArguments
{
    public const string Usage = "project [--jobs N] [--tuning-jobs N] [--span-days N] [--latency MS] [--rate N] [--deny A,B] [--job-seconds S] [--page-cap N] [--locations A,B] [--port N]";

    public static (CloudProject Project, int Port) Read(ReadOnlySpan<string> arguments)
    {
        var (jobs, tuningJobs, days, port) = (0, 0, 365d, 0);
        string[] locations = ["europe-west4"];
        var denied = new List<string>();
        TimeSpan latency = default;
        double? rate = null, jobSeconds = null;
        int? pageCap = null;
        while (arguments is [var name, .. var rest])
        {
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
                    latency = TimeSpan.FromMilliseconds(Number());
                    break;
                case "--rate":
                    rate = Number();
                    break;
                case "--deny":
                    denied.AddRange(value.Split(','));
                    break;
                case "--job-seconds":
                    jobSeconds = Number();
                    break;
                case "--page-cap":
                    pageCap = (int)Number();
                    break;
                case "--locations":
                    locations = value.Split(',');
                    break;
                case "--port":
                    port = (int)Number();
                    break;
                default:
                    throw new ArgumentException($"There is no option {name}.");
            }
        }

        var project = new CloudProject(new() { Locations = locations, Latency = latency, Rate = rate, JobSeconds = jobSeconds, PageCap = pageCap });
        project.Options.Denied.UnionWith(denied);
        project.FillWith(jobs, tuningJobs, TimeSpan.FromDays(days));
        return (project, port);
    }
}
