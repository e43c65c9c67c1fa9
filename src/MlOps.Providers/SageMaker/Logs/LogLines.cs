using System.Text.RegularExpressions;

namespace MlOps.Providers.SageMaker.Logs;

/// <summary>Makes the lines of a log out of CloudWatch's events.</summary>
internal static partial class LogLines
{
    private static readonly char[] s_lineEnds = ['\r', '\n'];

    /// <summary>Makes lines of an event: one, unless its message has line breaks.</summary>
    /// <param name="job">The job that wrote it.</param>
    /// <param name="stream">The name of the stream it is in.</param>
    /// <param name="logEvent">The event.</param>
    /// <returns>The lines, all of the event's time.</returns>
    public static IEnumerable<MlLogEvent> Of(MlJob job, string stream, LogEvent logEvent)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(logEvent.Timestamp);
        var instance = Instance(job, stream);
        return logEvent.Message.TrimEnd(s_lineEnds).Split('\n').Select(line => new MlLogEvent
        {
            Provider = job.Provider,
            JobName = job.Name,
            Time = time,
            Instance = instance,
            Stream = MlLogStream.Unknown,
            Message = TerminalText.Clean(line.TrimEnd('\r')),
        });
    }

    /// <summary>The instance that writes a stream: <c>algo-1</c> of <c>job/algo-1-1700000000</c>. The form is not promised, so that any other name is taken whole.</summary>
    private static string Instance(MlJob job, string stream)
    {
        var rest = stream.StartsWith(job.Name + "/", StringComparison.Ordinal) ? stream[(job.Name.Length + 1)..] : stream;
        var usual = UsualName().Match(rest);
        return usual.Success ? usual.Groups[1].Value : TerminalText.Clean(rest);
    }

    [GeneratedRegex(@"^(algo-[0-9]+)-[0-9]+\z")]
    private static partial Regex UsualName();
}
