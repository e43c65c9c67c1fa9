namespace MlOps.Tests.SageMaker.Logs;

/// <summary>A job whose streams begin and grow at given times, and which ends when the last line is written.</summary>
internal sealed class LogSchedule
{
    private readonly List<(int Stream, DateTimeOffset Time, DateTimeOffset Visible, string Message)> _lines = [];

    public LogSchedule((int Start, (int Step, int Delay)[] Events)[] streams, int seed, int pageSize, double oddPages, double failures, TimeSpan tokenLife)
    {
        var clock = new VirtualClock();
        Setup = new(clock, new(clock, seed) { PageSize = pageSize, OddPages = oddPages, Failures = failures, TokenLife = tokenLife, NamesPerPage = 2 });
        Setup.End = Setup.Created;
        for (var stream = 0; stream < streams.Length; stream++)
        {
            var time = Setup.Created.AddMilliseconds(streams[stream].Start);
            var visible = time;
            for (var i = 0; i < streams[stream].Events.Length; i++)
            {
                var (step, delay) = streams[stream].Events[i];
                time = time.AddMilliseconds(step);
                visible = time.AddMilliseconds(delay) > visible ? time.AddMilliseconds(delay) : visible;
                var message = $"{stream}.{i}";
                _lines.Add((stream, time, visible, message));
                Setup.Logs.Add(LogSetup.Stream(stream), time, message, visible);
                Setup.End = time > Setup.End ? time : Setup.End;
            }
        }
    }

    public LogSetup Setup { get; }

    public IEnumerable<string> Messages() => _lines.Select(line => line.Message);

    /// <summary>What the service shows now, as one log.</summary>
    public IReadOnlyList<string> VisibleNow() => [.. _lines.Where(line => line.Visible <= Setup.Clock.Now).OrderBy(line => line.Time).Select(line => line.Message)];

    public static void AssertOrder(IReadOnlyList<string> given)
    {
        foreach (var stream in given.GroupBy(message => message[..message.IndexOf('.', StringComparison.Ordinal)]))
        {
            var numbers = stream.Select(message => int.Parse(message[(message.IndexOf('.', StringComparison.Ordinal) + 1)..], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(numbers.Order(), numbers);
        }
    }
}
