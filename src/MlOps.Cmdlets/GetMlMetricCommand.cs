using System.Collections;
using System.Management.Automation;
using MlOps.Cmdlets.Binding;
using MlOps.Cmdlets.Completion;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Reads the metrics of jobs from their logs.</summary>
/// <remarks>
/// <para>A metric is found by a regular expression, whose group is the value: 'val_loss=(\S+)'. The expressions that a job was started with are used, unless -Pattern gives others. Step and epoch are taken from the same line, where it names them.</para>
/// <para>On SageMaker the expressions that a job was started with are its metric definitions, of jobs that other tools started too. The last value of each, as SageMaker has it, is in the property Metric of the job; this cmdlet reads all of them from the log.</para>
/// <para>The jobs are read one after the other; with -Follow together, as their lines come, until every job has ended.</para>
/// </remarks>
/// <example>
/// <title>See how a metric went</title>
/// <code>Get-MlMetric digits-1 -Metric val_loss | Format-Table Epoch, Value</code>
/// <para>Shows val_loss by epoch.</para>
/// </example>
/// <example>
/// <title>Read a metric that the job was not started with</title>
/// <code>Get-MlMetric digits-* -Pattern @{ speed = '([\d.]+) images/s' }</code>
/// <para>Reads the speed from the logs of all jobs with such a name.</para>
/// </example>
/// <example>
/// <title>Watch a metric while the job runs</title>
/// <code>Get-MlMetric digits-1 -Metric val_* -Follow</code>
/// <para>Writes each value as soon as its line is in the log, and ends with the job.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "MlMetric")]
[OutputType(typeof(MlMetricPoint))]
public sealed class GetMlMetricCommand : TogetherJobCmdlet
{
    /// <summary>The names of the metrics. Wildcards are allowed. Without it, every metric that there is a pattern for.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MetricNameCompleter))]
    public string[] Metric { get; set; } = [];

    /// <summary>How to find the metrics: a table of names and regular expressions. The group "value", else the first group, is the value; groups "step" and "epoch" are what they are called.</summary>
    [Parameter]
    public IDictionary? Pattern { get; set; }

    /// <summary>Waits for new values until the jobs have ended.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <inheritdoc/>
    private protected override async Task ProcessJobsAsync(IReadOnlyList<ProviderJob> jobs, CancellationToken cancellationToken)
    {
        var patterns = ChoosePatterns(jobs);
        var query = new LogQuery { Follow = Follow };
        ProviderJob[] readable = [.. jobs.Where(found => patterns.ContainsKey((found.Job.Provider, found.Job.Name)))];
        foreach (var together in readable.Chunk(Follow ? int.MaxValue : 1))
        {
            await foreach (var line in ValuesAsync(JobLogs.ReadAsync(together, query, cancellationToken)))
            {
                WriteObject(patterns[(line.Provider, line.JobName)].SelectMany(pattern => pattern.Match(line)), enumerateCollection: true);
            }
        }
    }

    private Dictionary<(string Provider, string Name), IReadOnlyList<MetricPattern>> ChoosePatterns(IReadOnlyList<ProviderJob> jobs)
    {
        var patterns = new Dictionary<(string, string), IReadOnlyList<MetricPattern>>();
        var given = MetricChoice.Compile(Table.OfStrings(Pattern, nameof(Pattern)));
        NamePattern[] wanted = [.. Metric.Select(NamePattern.Parse)];
        foreach (var (_, job) in jobs)
        {
            try
            {
                patterns[(job.Provider, job.Name)] = MetricChoice.For(job, given, wanted);
            }
            catch (MlOpsException e)
            {
                // The other jobs have their turn all the same.
                WriteError(e);
            }
        }

        return patterns;
    }
}
