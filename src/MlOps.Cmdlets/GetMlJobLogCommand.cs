using System.Management.Automation;
using MlOps.Cmdlets.Binding;
using MlOps.Cmdlets.Pipeline;

namespace MlOps.Cmdlets;

/// <summary>Reads the logs of jobs, and follows them while the jobs run.</summary>
/// <remarks>
/// <para>Writes one object a line: its text, time, job, instance, and whether it came from standard output or standard error, where the provider knows. The logs of several jobs are read together, in the order of time.</para>
/// <para>-Follow waits for new lines and ends when every job has ended and its last line is out. Ctrl+C ends the following, not the job.</para>
/// <para>On SageMaker the log is that of CloudWatch Logs, the lines of all machines together; it does not tell the streams apart, so that Stream is Unknown. New lines show after some seconds, and -Follow ends about ten seconds after the job: late lines are waited for. A job that has not written anything yet has an empty log.</para>
/// <para>On Vertex AI the log is that of Cloud Logging. Instance is the replica (workerpool0-0), or service for what Vertex AI itself has to say, and Severity is that of the entry: a line of JSON that the code prints may name its own, and its message is the line. Entries may come late, so that each look goes a minute back, and -Follow ends about twenty seconds after the job. Reads are counted by the minute for the whole project; MlOps makes one a second after the first thirty, and waits when it is asked to.</para>
/// <para>-Tail and -Since choose a part of the log; -Pattern and -Stream then choose among the lines of this part.</para>
/// </remarks>
/// <example>
/// <title>Watch a job</title>
/// <code>Get-MlJobLog digits-1 -Follow -Tail 20</code>
/// <para>Shows the last twenty lines, and then every new one until the job ends.</para>
/// </example>
/// <example>
/// <title>See what failed jobs had to say last</title>
/// <code>Get-MlJob -Provider Local -Status Failed -CreatedAfter 1d | Get-MlJobLog -Stream Stderr -Since 1d | Format-Table Time, JobName, Message</code>
/// <para>Shows the error output of all of them, interleaved by time. A job on SageMaker has no lines of Stderr: leave -Stream out there.</para>
/// </example>
/// <example>
/// <title>Watch the first machine of a job on SageMaker</title>
/// <code>Get-MlJobLog resnet-1 -Provider SageMaker -Follow | Where-Object Instance -eq algo-1</code>
/// <para>Shows the lines of the machine that SageMaker calls algo-1, until the job ends.</para>
/// </example>
/// <example>
/// <title>See the errors of a job on Vertex AI</title>
/// <code>Get-MlJobLog resnet-1 -Provider Vertex | Where-Object Severity -in ERROR, CRITICAL | Format-Table Time, Instance, Message</code>
/// <para>Shows the lines of these severities, of all replicas and of Vertex AI itself.</para>
/// </example>
/// <example>
/// <title>Look for a word</title>
/// <code>Get-MlJobLog digits-* -Provider All -Pattern 'out of memory|nan'</code>
/// <para>Shows the lines that match the regular expression, of every job with such a name.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "MlJobLog")]
[OutputType(typeof(MlLogEvent))]
public sealed class GetMlJobLogCommand : TogetherJobCmdlet
{
    /// <summary>Waits for new lines until the jobs have ended.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>Only the last so many lines of what is there: of several jobs the last ones of all together; with -Follow, of each.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    /// <summary>Only lines of this time or later: a date, or how long ago, such as 2h, 30m or 90 (seconds).</summary>
    [Parameter]
    [PointInTime]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only lines that match this regular expression, in any case; begin it with (?-i) to tell the cases apart.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Pattern { get; set; }

    /// <summary>Only lines of these streams. Where the provider does not tell them apart, every line is Unknown.</summary>
    [Parameter]
    public MlLogStream[] Stream { get; set; } = [];

    /// <inheritdoc/>
    private protected override async Task ProcessJobsAsync(IReadOnlyList<ProviderJob> jobs, CancellationToken cancellationToken)
    {
        var filter = new LogFilter(Pattern, Stream);
        var query = new LogQuery { Tail = Tail, Since = Since, Follow = Follow, Pattern = Pattern };
        await foreach (var line in ValuesAsync(JobLogs.ReadAsync(jobs, query, cancellationToken)))
        {
            if (filter.Matches(line))
            {
                WriteObject(line);
            }
        }
    }
}
